import type { ArraySpec } from "../memory/array-spec.js";
import type { AnyArray } from "../memory/memory-type.js";
import type { Cost } from "../transfer/cost.js";
import type { NdArray } from "../array/nd-array.js";
import type { DtypeConversion } from "../dtype-rule/policy.js";
import type { Awaitable } from "./awaitable.js";
import type { CallParameters, FilledParameters, InputArrays, Inputs, Parameters } from "./argument.js";
import type { ExpressionFunction } from "./by-expression.js";
import type { FunctionContext } from "./context.js";
import type { GoldenMapping } from "./golden.js";
import type { MainValue, Outputs, Returned } from "./output.js";
import type { Citation } from "./citation.js";
import type { ProcessingContract } from "./contract.js";
import type { Tolerance } from "./tolerance.js";

/** Everything about a function that can be read without running it; plain data. */
export interface FunctionTraits<I extends Inputs = Inputs, P extends Parameters = Parameters, O extends Outputs = Outputs> {
  /** camelCase, in the field's terms: `whiteTophat`, `thresholdOtsu`. */
  readonly name: string;
  /** First sentence: what it does. Then formula, behaviour at the edges, source. */
  readonly documentation: string;
  /** Where it stands in a listing: "filters", "morphology", "thresholds", … */
  readonly category?: string;
  readonly tags?: readonly string[];
  /** Other words by which people search for it. */
  readonly synonyms?: readonly string[];
  /** What it is derived from: the paper, standard or functions elsewhere that define the method, "scipy.ndimage.gaussian_filter 1.10; …". */
  readonly source?: string;
  /** Publications to cite where results are published. */
  readonly citations?: readonly Citation[];
  /** Arrays by name; the first is positional in a call. May be empty. */
  readonly inputs: I;
  readonly parameters: P;
  readonly outputs: O;
  /** How the function sees stacks; absent: called as it is with whatever rank. */
  readonly contract?: ProcessingContract;
  /** The dtype rule of calls that choose none. Default `preserve`. */
  readonly dtypeConversion?: DtypeConversion;
  /** Memory types that the body takes, computes in and returns. Default: `ndarray` for all. */
  readonly inputMemoryType?: string;
  readonly executionMemoryType?: string;
  readonly outputMemoryType?: string;
  /** Every output element depends on the input elements at the same index alone. */
  readonly elementwise?: boolean;
  /** What the body costs on the host, for plans. */
  readonly cost?: Cost;
  readonly tolerance?: Tolerance;
  /** Parameter sets with which conformance tests every kernel. */
  readonly examples?: readonly Readonly<Record<string, unknown>>[];
  readonly golden?: readonly GoldenMapping[];
}

/** What can be asked about a call before any data is touched. */
export interface FunctionForecast<I extends Inputs, P extends Parameters> {
  /** `true`, or which rule between several arguments is broken and by what. */
  check?(inputs: { readonly [Name in keyof I]?: ArraySpec }, parameters: FilledParameters<P>): true | string;
  /** Shape of the main output; that of the first array where absent. */
  outputShape?(inputs: { readonly [Name in keyof I]?: ArraySpec }, parameters: FilledParameters<P>): readonly number[];
}

export interface FunctionDefinition<
  I extends Inputs = any, P extends Parameters = any, O extends Outputs = any, Main extends keyof O = keyof O,
> extends FunctionTraits<I, P, O>, FunctionForecast<I, P> {
  /** The output that `run` returns; needed where there are several. */
  readonly main?: Main;
  /** The body: on the host, and the specification of every kernel. Inputs are packed; outputs are fresh and never alias them. */
  reference(inputs: InputArrays<I, NdArray>, parameters: FilledParameters<P>, context: FunctionContext): Awaitable<Returned<O, NdArray>>;
}

/**
 * A definition that can be called: in a runtime's call by that runtime, elsewhere the host reference. Always a promise.
 *
 * A body computes in one memory type, so that what it passes and what it receives are of one type.
 */
export type LibraryFunction<I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O> =
  FunctionDefinition<I, P, O, Main> & ExpressionCall<P> & LibraryCall<I, O, Main, CallParameters<I, P, AnyArray>>;

/** What takes an expression is also called with that alone. */
type ExpressionCall<P extends Parameters> = P extends { expression: { type: "string" } } ? (expression: string) => ExpressionFunction : unknown;

type LibraryCall<I extends Inputs, O extends Outputs, Main extends keyof O, Given> =
  keyof I extends never
    ? {} extends Given
      ? (parameters?: Given) => Promise<MainValue<O, Main>>
      : (parameters: Given) => Promise<MainValue<O, Main>>
    : {} extends Given
      ? <A extends AnyArray>(first: A, parameters?: Given) => Promise<MainValue<O, Main, A>>
      : <A extends AnyArray>(first: A, parameters: Given) => Promise<MainValue<O, Main, A>>;
