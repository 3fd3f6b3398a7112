import type { Parameters } from "./argument.js";
import type { DtypeConversion } from "../dtype-rule/policy.js";
import type { ProcessingContract } from "./contract.js";
import type { Output, ResultKind } from "./output.js";
import { userKernel, type UserKernel, type UserKernelOptions } from "../run/raw-kernel.js";

/** What a decorator may say besides the memory type. */
export interface TagOptions {
  /** Default: the function's own name. */
  readonly name?: string;
  /** Memory types of the argument and of the result, where they differ from that of the decorator. */
  readonly inputMemoryType?: string;
  readonly outputMemoryType?: string;
  readonly contract?: ProcessingContract;
  /** What the image result means. Default `image`. */
  readonly result?: ResultKind;
  /** The dtype rule of calls that choose none. Default `preserve`. */
  readonly dtypeConversion?: DtypeConversion;
  /** Names, or descriptions, of what the function returns after the image, in order. */
  readonly specialOutputs?: readonly string[] | Readonly<Record<string, Output>>;
  /** Names of arguments after the image that earlier steps of a pattern produce. */
  readonly specialInputs?: readonly string[];
  /** The further arguments, in order. Needed for live functions, which have no source to read. */
  readonly parameters?: Parameters;
  readonly documentation?: string;
  readonly tags?: readonly string[];
}

/** The tag of a decorated function, readable on the function itself. */
export interface Tag extends TagOptions {
  readonly inputMemoryType: string;
  /** Where the body computes. */
  readonly executionMemoryType: string;
  readonly outputMemoryType: string;
}

export type ImageFunction = (...args: never[]) => unknown;
export type Tagged<F extends ImageFunction = ImageFunction> = F & Omit<Tag, "name">;

const tagged = Symbol.for("openhcs.tag");

/** A decorator: `ndarray(fn)`, or `ndarray({ contract: "pure2d" })(fn)`. It declares and never converts. */
export interface Decorator {
  <F extends ImageFunction>(fn: F): Tagged<F>;
  (options: TagOptions): <F extends ImageFunction>(fn: F) => Tagged<F>;
  /** A kernel of one's own on arrays of this memory type, from its source. Needs trust: such a kernel can write to any memory of the program. */
  kernel(source: string, options?: UserKernelOptions): UserKernel;
}

/** The decorator of a memory type: `const opencl = memory("opencl")`. */
export function memory(memoryType: string): Decorator {
  const decorate = <F extends ImageFunction>(fn: F, options: TagOptions): Tagged<F> => {
    const { name = fn.name, ...rest } = options;
    const tag = { inputMemoryType: memoryType, outputMemoryType: memoryType, ...rest, executionMemoryType: memoryType };
    return Object.assign(fn, tag, { [tagged]: Object.freeze({ ...tag, name }) });
  };
  const decorator = (argument: ImageFunction | TagOptions) =>
    typeof argument === "function" ? decorate(argument, {}) : (fn: ImageFunction) => decorate(fn, argument);
  return Object.assign(decorator, { kernel: (source: string, options?: UserKernelOptions) => userKernel({ memoryType, source, ...options }) }) as Decorator;
}

/** Declares a function on host arrays. */
export const ndarray: Decorator = memory("ndarray");

export function tagOf(fn: unknown): Tag & { readonly name: string } | undefined {
  return typeof fn === "function" ? (fn as { [tagged]?: Tag & { readonly name: string } })[tagged] : undefined;
}
