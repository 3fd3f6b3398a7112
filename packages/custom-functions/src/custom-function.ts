import { FunctionChangedError, InvalidArgumentError, registeredKey, type FunctionDefinition, type Parameters, type ProcessingContract, type Runtime } from "@openhcs/core";
import type { HeldFunction } from "./held-source.js";

/**
 * A registered function, as a function: `fn(image)`, `fn(image, 0.5)` or `fn(image, { threshold: 0.5 })`, always a promise of the main output.
 *
 * It stands for the source that it was registered from: once that changed it refuses with `FUNCTION_CHANGED`, once it is deleted with
 * `NOT_REGISTERED`. A runtime and its patterns take it in place of the key: `runtime.run(fn, image, { threshold: 0.5 })`.
 */
export interface CustomFunction {
  (image: unknown, ...parameters: readonly unknown[]): Promise<unknown>;
  readonly name: string;
  /** `openhcs:brightSpots`. */
  readonly key: string;
  /** SHA-256 of its source. */
  readonly version: string;
  readonly inputMemoryType: string;
  readonly executionMemoryType: string;
  readonly outputMemoryType: string;
  readonly contract?: ProcessingContract;
  readonly documentation: string;
  /** What follows the image, by name, in the order of the source. */
  readonly parameters: Parameters;
}

const callables = new WeakMap<HeldFunction, CustomFunction>();

/** The same one for the same registration. */
export function callableOf(held: HeldFunction, runtime: Runtime): CustomFunction {
  let callable = callables.get(held);
  if (callable === undefined) callables.set(held, callable = makeCallable(held, runtime));
  return callable;
}

function makeCallable({ name, declared: { parameterOrder }, entry: { key, version, definition } }: HeldFunction, runtime: Runtime): CustomFunction {
  const pinned = `${key}@${version}`;
  const call = async (image: unknown, ...given: readonly unknown[]) => {
    const registered = runtime.functions.get(key).version;
    if (registered !== version) throw new FunctionChangedError(key, version as string, registered);
    return runtime.run(pinned, image, named(given, parameterOrder, definition));
  };
  const { inputMemoryType, executionMemoryType, outputMemoryType, contract, documentation, parameters } = definition;
  Object.defineProperty(call, "name", { value: name, enumerable: true });
  return Object.freeze(Object.assign(call, {
    key, version, [registeredKey]: pinned, inputMemoryType, executionMemoryType, outputMemoryType, documentation, parameters, ...(contract === undefined ? {} : { contract }),
  })) as unknown as CustomFunction;
}

/** Parameters by name: as they are where that is what was given, else by their places. */
function named(given: readonly unknown[], order: readonly string[], { name, parameters }: FunctionDefinition): Readonly<Record<string, unknown>> {
  const [only] = given;
  const first = parameters[order[0] as string];
  const takesRecord = first !== undefined && ["object", "any"].includes(first.type);
  if (given.length === 1 && isRecord(only) && !takesRecord) return only; // Whose misspelt names are told.
  if (given.length === 1 && isRecord(only) && isNamed(only, order, first)) return only;
  if (given.length > order.length) throw new InvalidArgumentError(name, "parameters", `must be at most ${order.length} after the image`, given.length);
  return Object.fromEntries(given.map((value, at) => [order[at] as string, value]));
}

/** Where the first parameter takes records too: an empty one is that parameter, if it must be given. */
function isNamed(given: Readonly<Record<string, unknown>>, order: readonly string[], first: Parameters[string] | undefined): boolean {
  const names = Object.keys(given);
  return names.every((name) => order.includes(name)) && (names.length > 0 || first?.default !== undefined || first?.optional === true);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
