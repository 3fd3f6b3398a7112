import { isDtype } from "../array/dtype.js";
import { display } from "../function/display.js";
import { InvalidBackendError } from "./backend-errors.js";
import type { Backend } from "./backend.js";
import { checkContract } from "./compatibility.js";
import { isBackendFactory } from "./define-backend.js";

/** Namespaces of keys that mean something else than a backend. */
const reservedNames: readonly unknown[] = ["reference", "host", "openhcs", "template"];

export function isReservedName(name: unknown): boolean {
  return reservedNames.includes(name);
}

/** A rule that a member breaks, with the way to it. */
interface Breach {
  readonly member: string;
  readonly rule: string;
  readonly value: unknown;
}

type Check = (value: unknown, member: string) => Breach | undefined;

const must = (rule: string, holds: (value: unknown) => boolean): Check => (value, member) => (holds(value) ? undefined : { member, rule: `must be ${rule}`, value });

const optional = (check: Check): Check => (value, member) => (value === undefined ? undefined : check(value, member));

const listOf = (check: Check): Check => (value, member) =>
  (Array.isArray(value) ? firstBreach(value.map((item, at) => () => check(item, `${member}[${at}]`))) : { member, rule: "must be a list", value });

const object = (members: Readonly<Record<string, Check>>): Check => (value, member) => {
  if (typeof value !== "object" || value === null) return { member, rule: "must be an object", value };
  return firstBreach(Object.entries(members).map(([name, check]) => () => check((value as Readonly<Record<string, unknown>>)[name], member === "" ? name : `${member}.${name}`)));
};

function firstBreach(checks: readonly (() => Breach | undefined)[]): Breach | undefined {
  for (const check of checks) {
    const breach = check();
    if (breach !== undefined) return breach;
  }
  return undefined;
}

const text = must("a text that is not empty", (value) => typeof value === "string" && value !== "");
const method = must("a function", (value) => typeof value === "function");
const dtypes = optional(listOf(must("a dtype", isDtype)));
const flag = must("true or false", (value) => typeof value === "boolean");
const index = must("an integer in [0, ∞)", (value) => Number.isInteger(value) && (value as number) >= 0);
const copies = must("true, false or \"onRequest\"", (value) => typeof value === "boolean" || value === "onRequest");
const cost = object({
  latencyUs: must("a number in [0, ∞)", (value) => Number.isFinite(value) && (value as number) >= 0),
  gbPerSec: must("a number in (0, ∞]", (value) => typeof value === "number" && value > 0),
});

const name = must("a letter, then letters, digits, \"_\", \".\" or \"-\"", (value) => typeof value === "string" && /^[A-Za-z][\w.-]*$/.test(value));
const free = must("none of reference, host, openhcs, template, which keys use otherwise", (value) => !isReservedName(value));

const form = { form: text, cost, copies, location: optional(method), betweenProcesses: optional(flag) };
const exports = optional(listOf(object({ ...form, export: method })));
const imports = optional(listOf(object({ ...form, import: method })));

const identity = object({ name: (value, member) => name(value, member) ?? free(value, member) });

const members = object({
  version: optional(text),
  devices: optional(listOf(index)),
  memoryTypes: optional(listOf(object({
    name: text, dtypes, is: method, spec: method, retain: method, dispose: method,
    exports, imports, onFree: optional(method), converts: optional(method), convert: optional(method), settled: optional(method),
  }))),
  transfers: optional(listOf(object({ from: text, to: text, cost, copies, dtypes, run: method }))),
  kernels: optional(listOf(object({ function: text, memoryType: text, cost, dtypes, fusable: optional(flag), supports: optional(method), needs: optional(method), run: method }))),
  forms: optional(listOf(object({ memoryType: text, exports, imports }))),
  fuse: optional(method),
  rawKernel: optional(method),
  probe: method,
  open: method,
  fingerprint: optional(method),
  close: optional(method),
  trim: optional(method),
  pooled: optional(method),
});

/**
 * Holds what a host gives as a backend against the contract, so that a mistake is told where it is made and no plan counts with it.
 *
 * A kernel may be on a memory type that another backend brings; plans say where nobody does.
 * @throws InvalidBackendError, IncompatibleBackendError
 */
export function checkBackend(backend: unknown): asserts backend is Backend {
  if (isBackendFactory(backend)) throw new InvalidBackendError(backend.name || "backend", "", "is a factory, not a backend; call it", backend);
  refuse(backend, identity);
  checkContract(backend as Backend);
  refuse(backend, members);
}

function refuse(backend: unknown, check: Check): void {
  const breach = check(backend, "");
  if (breach === undefined) return;
  const { name: given } = (backend ?? {}) as { readonly name?: unknown };
  throw new InvalidBackendError(typeof given === "string" && given !== "" ? given : "backend", breach.member, breach.rule, breach.value, display(breach.value));
}
