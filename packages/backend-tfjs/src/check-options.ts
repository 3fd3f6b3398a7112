import { InvalidOptionError, suggest } from "@openhcs/core";
import { engineNames, isEngineName } from "./engine/engine-names.js";
import type { TfjsOptions } from "./tfjs.js";

type Rule = (value: unknown) => true | string;

const rules: Readonly<Record<keyof TfjsOptions, Rule>> = {
  engine: (value) => isEngineName(value) || `must be one of ${engineNames.join(", ")}, received ${JSON.stringify(value)}`,
  gpu: (value) => isShared(value) || `must be a device to share, as gpuDevice() of @openhcs/backend-webgpu gives it, received ${JSON.stringify(value)}`,
  wasmPaths: (value) => (typeof value === "string" && value !== "") || `must be the address of a folder, received ${JSON.stringify(value)}`,
};

/** @throws InvalidOptionError */
export function checkOptions(options: TfjsOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof TfjsOptions] : undefined;
    const answer = rule === undefined ? `does not exist; nearest: ${suggest(name, Object.keys(rules))[0] ?? Object.keys(rules).join(", ")}` : rule(value);
    if (answer !== true) throw new InvalidOptionError(name, answer);
  }
  if (options.gpu !== undefined && (options.engine ?? "webgpu") !== "webgpu") throw new InvalidOptionError("engine", `must be webgpu beside a device that is given, received "${options.engine}"`);
}

function isShared(value: unknown): boolean {
  const { id, acquire, release } = (value ?? {}) as Record<string, unknown>;
  return typeof id === "string" && typeof acquire === "function" && typeof release === "function";
}
