import { isNdArray, isOpenHcsError, NdArray } from "@openhcs/core";
import type {} from "@openhcs/isolation";
import type { Attempt, Outcome, Seen } from "./attempt.js";

/** Codes that a call of a guest may fail with. */
export const codes = ["GUEST_FAILED", "GUEST_TIMED_OUT", "GUEST_OUT_OF_MEMORY", "GUEST_DIED", "GUEST_VALUE"] as const;

/** Says what an attempt gained, or that it failed with something else than a typed error; undefined where it was contained. */
export function verdict(attempt: Attempt, seen: Seen, secrets: Readonly<Record<string, string>>): string | undefined {
  try {
    return gainedIn(attempt, seen, secrets);
  } catch (error) {
    return `what came of it harms who looks at it: ${String(error)}`;
  }
}

function gainedIn(attempt: Attempt, seen: Seen, secrets: Readonly<Record<string, string>>): string | undefined {
  if (attempt.mayBeRefused === undefined && seen.outcomes.some(({ error }) => isRefusal(error))) return `nothing, but it says nothing either: ${String(seen.outcomes[0]?.error)}`;
  for (const [at, outcome] of seen.outcomes.entries()) {
    const gained = gainedBy(outcome) ?? leaked(outcome, secrets);
    if (gained !== undefined) return `call ${at + 1}: ${gained}`;
  }
  const heard = textOf([seen.runs.map(({ key, args }) => [key, args]), seen.logs, seen.progress]);
  for (const [what, secret] of Object.entries(secrets)) if (heard.includes(secret)) return `it told the host ${what}`;
  return attempt.escaped?.(seen) ?? changedInput(seen.image) ?? changedHost();
}

/** An attempt that does not compile is one no more. */
function isRefusal(error: unknown): boolean {
  return isOpenHcsError(error, "GUEST_FAILED") && error.errorName === "SyntaxError";
}

function gainedBy({ value, error }: Outcome): string | undefined {
  if (error !== undefined && !isOpenHcsError(error, ...codes)) return `an error that is none of ours: ${String(error).slice(0, 300)}`;
  if (typeof value === "string" && value !== "") return value.slice(0, 300);
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value} in the host`;
  return forgedIn(value);
}

/** Arrays in a result are real ones whose elements are there. */
function forgedIn(value: unknown, depth = 8): string | undefined {
  if (typeof value !== "object" || value === null || depth === 0 || ArrayBuffer.isView(value)) return undefined;
  if (isNdArray(value)) {
    if (!(value instanceof NdArray)) return "a forged array in the host";
    if (value.isDisposed) return undefined;
    try {
      new NdArray({ data: value.data, shape: value.shape, strides: value.strides, offset: value.offset, dtype: value.dtype });
    } catch (error) {
      return `an array that contradicts itself: ${String(error)}`;
    }
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const known = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, Date.prototype, ArrayBuffer.prototype, null];
  if (!known.includes(prototype as object) && !isHostHandle(value)) return `an object of ${String((prototype as { constructor?: { name?: unknown } } | null)?.constructor?.name)} in the host`;
  for (const inner of Object.values(value)) {
    const gained = typeof inner === "function" ? "a function in the host" : forgedIn(inner, depth - 1);
    if (gained !== undefined) return gained;
  }
  return undefined;
}

function isHostHandle(value: object): boolean {
  return value.constructor.name === "DeviceArray";
}

function leaked({ value, error }: Outcome, secrets: Readonly<Record<string, string>>): string | undefined {
  const text = textOf(error === undefined ? value : [String(error), error, { ...(error as object) }, (error as { guestStack?: unknown }).guestStack, (error as { snippet?: unknown }).snippet]);
  for (const [what, secret] of Object.entries(secrets)) if (text.includes(secret)) return `it learned ${what}`;
  return undefined;
}

/** All texts in a value. */
function textOf(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || seen.has(value) || isNdArray(value) || seen.size > 5000) return "";
  seen.add(value);
  if (value instanceof Uint8Array) return new TextDecoder().decode(value.subarray(0, 100_000));
  if (ArrayBuffer.isView(value)) return "";
  return Object.entries(value).map(([key, inner]) => `${key} ${textOf(inner, seen)}`).join(" ");
}

/** The image's elements count up to 250, over and over. */
export function fill(image: NdArray): NdArray {
  const data = image.data as Float32Array;
  for (let at = 0; at < data.length; at++) data[at] = at % 251;
  return image;
}

function changedInput(image: NdArray): string | undefined {
  const data = image.data as Float32Array;
  for (let at = 0; at < data.length; at++) if (data[at] !== at % 251) return `it changed the host's input: element ${at} is ${data[at]}`;
  return undefined;
}

const prototypes = [Object, Array, Function, Promise, Error, Map, Float32Array, NdArray].map((maker) => maker.prototype as object);
const keysBefore = prototypes.map((prototype) => Reflect.ownKeys(prototype).length);

function changedHost(): string | undefined {
  const changed = prototypes.findIndex((prototype, at) => Reflect.ownKeys(prototype).length !== keysBefore[at]);
  return changed === -1 ? undefined : `it changed a prototype of the host: ${prototypes[changed]?.constructor.name}`;
}
