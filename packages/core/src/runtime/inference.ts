import type { CallParameters } from "../function/argument.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { MainValue, OutputValues } from "../function/output.js";
import type { Tagged } from "../function/tag.js";
import type { AnyArray } from "../memory/memory-type.js";
import type { CallOptions } from "../run/call-options.js";

/** Functions whose calls are inferred; the function library augments it. */
export interface Functions {}

/** Key of a function: of the library, or any other by namespace. */
export type FunctionKey = keyof Functions | (string & {});

/** A function itself, in place of its key. */
export type FunctionValue = FunctionDefinition | Tagged;

/** Parameters, outputs or values by name, of which nothing is known when compiling. */
export type Named = Readonly<Record<string, unknown>>;

/** The function that a key stands for, where that is known when compiling. */
type Resolved<F> = F extends keyof Functions ? Functions[F] : F;

type ParametersOfFunction<F> = F extends FunctionDefinition<infer I, infer P, any, any> ? CallParameters<I, P> : Named;

type ValueOfFunction<F> =
  F extends FunctionDefinition<any, any, infer O, infer Main> ? MainValue<O, Main>
  : F extends (...args: never[]) => infer Returned ? MainOf<Awaited<Returned>>
  : unknown;

/** A decorated function returns its image, alone or first in a tuple. */
type MainOf<Returned> = Returned extends readonly [infer Main, ...unknown[]] ? Main : Returned extends readonly unknown[] ? unknown : Returned;

type OutputsOfFunction<F> = F extends FunctionDefinition<any, any, infer O, any> ? OutputValues<O, AnyArray> : Named;

type ArgumentsOfFunction<F> =
  F extends FunctionDefinition<infer I, infer P, any, any>
    ? keyof I extends never ? WithoutArrays<CallParameters<I, P>> : WithArrays<CallParameters<I, P>>
    : [first?: unknown, parameters?: Named | undefined, options?: CallOptions | undefined];

type WithArrays<Given> = {} extends Given
  ? [first: unknown, parameters?: Given | undefined, options?: CallOptions | undefined]
  : [first: unknown, parameters: Given, options?: CallOptions | undefined];

type WithoutArrays<Given> = {} extends Given
  ? [parameters?: Given | undefined, none?: undefined, options?: CallOptions | undefined]
  : [parameters: Given, none?: undefined, options?: CallOptions | undefined];

/** Named arguments of a call after its first array, by the function's key or the function itself. */
export type ParametersOf<F> = ParametersOfFunction<Resolved<F>>;

/** What follows the function in a call: the first array, parameters and further arrays by name, options. Without arrays, parameters come first. */
export type CallArguments<F> = ArgumentsOfFunction<Resolved<F>>;

/** What a call returns. */
export type ValueOf<F> = ValueOfFunction<Resolved<F>>;

/** All outputs of a call by name. */
export type OutputsOf<F> = OutputsOfFunction<Resolved<F>>;
