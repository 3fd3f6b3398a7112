import assert from "node:assert/strict";
import { isDtype, type Cost, type Dtype } from "@openhcs/core";
import { skip, type Case, type Check } from "../check.js";

/** What plans rely on is literal, complete and free of contradictions. */
export const declarations: Check = ({ backend, functions }) => [
  {
    name: "has a name that fits into a key",
    async run() {
      assert.match(backend.name, /^[a-z][a-z0-9-]*$/, "a backend's name is lower-case letters, digits and hyphens");
      assert.ok(!["reference", "openhcs", "template"].includes(backend.name), `"${backend.name}" is a namespace of OpenHCS`);
    },
  },
  {
    name: "declares costs in finite microseconds and a rate above zero",
    async run() {
      for (const { from, to, cost } of backend.transfers ?? []) assertCost(`${from} → ${to}`, cost);
      for (const kernel of backend.kernels ?? []) assertCost(kernel.function, kernel.cost);
      for (const { name, exports = [], imports = [] } of backend.memoryTypes ?? []) {
        for (const { form, cost } of [...exports, ...imports]) assertCost(`${name}, form ${form}`, cost);
      }
    },
  },
  {
    name: "declares only dtypes that exist",
    async run() {
      for (const { name, dtypes } of backend.memoryTypes ?? []) assertDtypes(name, dtypes);
      for (const { from, to, dtypes } of backend.transfers ?? []) assertDtypes(`${from} → ${to}`, dtypes);
      for (const kernel of backend.kernels ?? []) assertDtypes(kernel.function, kernel.dtypes);
    },
  },
  {
    name: "every memory type has a way from the host and back",
    async run() {
      for (const { name, exports = [], imports = [] } of backend.memoryTypes ?? []) {
        const ways = (backend.transfers ?? []).filter(({ from, to }) => from !== to);
        assert.ok(ways.some(({ to }) => to === name) || imports.some(isOfHost), `${name}: no transfer and no host form leads to it`);
        assert.ok(ways.some(({ from }) => from === name) || exports.some(isOfHost), `${name}: no transfer and no host form leads from it`);
      }
    },
  },
  {
    name: "every kernel implements a known function",
    async run() {
      const unknown = (backend.kernels ?? []).map((kernel) => kernel.function).filter((name) => !functions.has(name));
      assert.deepEqual(unknown, [], "pass their definitions to testBackend as `functions`");
    },
  },
  ...absent("memory types with their transfers, handles and templates", backend.memoryTypes, "brings no memory type of its own"),
  ...absent("kernels", backend.kernels, "brings no kernels"),
];

/** One skipped case for all tests of what the backend does not bring. */
function absent(name: string, brought: readonly unknown[] | undefined, reason: string): readonly Case[] {
  return brought !== undefined && brought.length > 0 ? [] : [{ name, run: async () => skip(reason) }];
}

/** The form in which host arrays are handed over. */
function isOfHost({ form }: { readonly form: string }): boolean {
  return form === "host-buffer";
}

function assertCost(what: string, { latencyUs, gbPerSec }: Cost): void {
  assert.ok(Number.isFinite(latencyUs) && latencyUs >= 0, `${what}: latencyUs must be a number in [0, ∞), received ${latencyUs}`);
  assert.ok(gbPerSec > 0, `${what}: gbPerSec must be a number in (0, ∞], received ${gbPerSec}`);
}

function assertDtypes(what: string, dtypes: readonly Dtype[] | undefined): void {
  if (dtypes === undefined) return;
  assert.ok(dtypes.length > 0, `${what}: an empty list of dtypes; leave it out for all`);
  for (const dtype of dtypes) assert.ok(isDtype(dtype), `${what}: there is no dtype "${String(dtype)}"`);
}
