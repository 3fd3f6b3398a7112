import { dtypes as allDtypes, isDtype } from "../array/dtype.js";
import { sizeOf } from "../array/layout.js";
import type { RawKernel, RawKernelParameter, RawLaunch } from "../backend/raw-kernel.js";
import { InvalidArgumentError, UnknownParameterError } from "../function/function-errors.js";
import type { ArraySpec } from "../memory/array-spec.js";
import { suggest } from "../registry/nearest.js";
import type { RawKernelOptions } from "./raw-kernel.js";

/** A launch whose arguments were checked; its inputs are those that were given, wherever they lie. */
export type CheckedLaunch = RawLaunch<unknown>;

/** Holds what a kernel is given against what it takes. @throws InvalidArgumentError, UnknownParameterError */
export function checkLaunch(kernel: Pick<RawKernel, "name" | "parameters">, args: Readonly<Record<string, unknown>>, options: RawKernelOptions, specOf: (value: unknown) => ArraySpec | undefined): CheckedLaunch {
  if (typeof args !== "object" || args === null || specOf(args) !== undefined) throw new InvalidArgumentError(kernel.name, "arguments", `must be given by name: { ${kernel.parameters.map(({ name }) => name).join(", ")} }`, args);
  return new Launch(kernel, args, options, specOf).checked();
}

class Launch {
  readonly #kernel: Pick<RawKernel, "name" | "parameters">;
  readonly #args: Readonly<Record<string, unknown>>;
  readonly #options: RawKernelOptions;
  readonly #specOf: (value: unknown) => ArraySpec | undefined;

  constructor(kernel: Pick<RawKernel, "name" | "parameters">, args: Readonly<Record<string, unknown>>, options: RawKernelOptions, specOf: (value: unknown) => ArraySpec | undefined) {
    this.#kernel = kernel;
    this.#args = args;
    this.#options = options;
    this.#specOf = specOf;
  }

  checked(): CheckedLaunch {
    const { parameters } = this.#kernel;
    this.#checkNames(Object.keys(this.#args), parameters.map(({ name }) => name));
    this.#checkNames(Object.keys(this.#options), ["items", "group", "output"]);
    this.#checkNames(Object.keys(this.#options.output ?? {}), this.#named("output").map(({ name }) => name));
    const changed = this.#named("output").filter(({ name }) => this.#args[name] !== undefined);
    const inputs = Object.fromEntries([...this.#named("input"), ...changed].map((parameter) => [parameter.name, this.#array(parameter)]));
    const [first] = Object.values(inputs).map((array) => this.#specOf(array) as ArraySpec);
    const outputs = Object.fromEntries(this.#named("output").map((parameter) => [parameter.name, this.#output(parameter, first)]));
    const [written] = Object.values(outputs);
    if (written === undefined) throw new InvalidArgumentError(this.#kernel.name, "arguments", "have nothing that the kernel writes: one of its pointers must not be const", parameters.map(({ type, name }) => `${type} ${name}`));
    const numbers = Object.fromEntries([...this.#named("number"), ...this.#named("integer"), ...this.#named("local")].map((parameter) => [parameter.name, this.#number(parameter)]));
    const { items = sizeOf(written.shape), group } = this.#options;
    return { inputs, outputs, numbers, items: this.#extent("items", items, 0), ...(group === undefined ? {} : { group: this.#extent("group", group, 1) }) };
  }

  #named(role: RawKernelParameter["role"]): readonly RawKernelParameter[] {
    return this.#kernel.parameters.filter((parameter) => parameter.role === role);
  }

  #checkNames(given: readonly string[], known: readonly string[]): void {
    const strange = given.find((name) => !known.includes(name));
    if (strange === undefined) return;
    const nearest = suggest(strange, known);
    throw new UnknownParameterError(this.#kernel.name, strange, nearest, nearest.length > 0 ? `did you mean "${nearest[0]}"?` : `it has ${known.join(", ") || "none"}.`);
  }

  #array({ name, type, dtypes }: RawKernelParameter): unknown {
    const value = this.#args[name];
    const spec = this.#specOf(value);
    if (spec === undefined) this.#refuse(name, "must be an array", value);
    else if (dtypes?.includes(spec.dtype) === false) this.#refuse(name, `is ${type} in the kernel, so that its array must be of dtype ${dtypes.join(" or ")}`, spec.dtype);
    return value;
  }

  #output({ name, type, dtypes }: RawKernelParameter, first: ArraySpec | undefined): RawLaunch["outputs"][string] {
    const changed = this.#specOf(this.#args[name]);
    if (changed !== undefined && this.#options.output?.[name] !== undefined) this.#refuse(`output.${name}`, "must not be given beside the array whose copy the kernel changes", this.#options.output[name]);
    if (changed !== undefined) return { dtype: changed.dtype, shape: changed.shape };
    const { dtype = dtypes?.[0] ?? first?.dtype, shape = first?.shape } = this.#options.output?.[name] ?? {};
    if (!isDtype(dtype)) this.#refuse(`output.${name}.dtype`, `must be one of ${(dtypes ?? allDtypes).join(", ")}`, dtype);
    if (dtypes?.includes(dtype) === false) this.#refuse(`output.${name}.dtype`, `must be ${dtypes.join(" or ")}, for the kernel writes ${type}`, dtype);
    if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isCount)) this.#refuse(`output.${name}.shape`, "must be given, and a list of whole numbers", shape);
    return { dtype, shape: shape as readonly number[] };
  }

  #number({ name, role }: RawKernelParameter): number {
    const value = this.#args[name];
    if (role === "local" && !(isCount(value) && value as number > 0)) this.#refuse(name, "is local memory, and must be given as the number of its elements", value);
    if (typeof value !== "number" || (role === "integer" && !Number.isSafeInteger(value))) this.#refuse(name, role === "integer" ? "must be a whole number" : "must be a number", value);
    return value as number;
  }

  #extent(name: string, given: number | readonly number[], least: number): readonly number[] {
    const counts = typeof given === "number" ? [given] : given;
    const isExtent = Array.isArray(counts) && counts.length >= 1 && counts.length <= 3 && counts.every((count) => isCount(count) && (count as number) >= least);
    if (!isExtent) this.#refuse(name, `must be a whole number from ${least}, or up to three of them, x first`, given);
    return counts;
  }

  #refuse(argument: string, rule: string, received: unknown): never {
    throw new InvalidArgumentError(this.#kernel.name, argument, rule, received);
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
