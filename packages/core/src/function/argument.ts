import type { Dtype } from "../array/dtype.js";

/** Parameters whose presence or default hangs on others: `{ convention: "cv2" }`, or any of a list of values. */
export type Condition = Readonly<Record<string, string | readonly string[]>>;

interface Described {
  readonly description?: string;
  /** May be left out although there is no default. */
  readonly optional?: boolean;
}

interface ParameterTraits<Value> extends Described {
  readonly default?: Value;
  /** Defaults that hold under a condition: `{ convention: { skimage: "nearest" } }`. */
  readonly defaultBy?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** Exists only under this condition; elsewhere it is refused. */
  readonly when?: Condition;
  /** Physical unit of the value, such as "px" or "%". */
  readonly unit?: string;
  readonly examples?: readonly Value[];
}

export interface ArrayArgument extends Described {
  readonly type: "array";
  /** Dtypes that are accepted; all where absent. */
  readonly dtypes?: readonly Dtype[];
  /** Ranks that are accepted; all where absent. */
  readonly ranks?: readonly number[];
}

type OneOrList<Value> = Value | readonly Value[];

export interface NumberArgument extends ParameterTraits<OneOrList<number>> {
  readonly type: "number" | "integer";
  readonly min?: number;
  readonly max?: number;
  /** The bound itself is refused. */
  readonly exclusiveMin?: boolean;
  readonly exclusiveMax?: boolean;
  /** Takes infinities and NaN too, without any range: for operands of arithmetic. */
  readonly nonFinite?: boolean;
  /** Takes one number, or a list of one per axis of the first array. */
  readonly perAxis?: boolean;
  /** Takes one number, or a list of any number of them: axes, percentiles. */
  readonly orList?: boolean;
}

export interface StringArgument extends ParameterTraits<string> {
  readonly type: "string";
  readonly choices?: readonly string[];
}

export interface BooleanArgument extends ParameterTraits<boolean> {
  readonly type: "boolean";
}

export interface ListArgument extends ParameterTraits<readonly unknown[]> {
  readonly type: "list";
  readonly items?: ParameterArgument;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface ObjectArgument extends ParameterTraits<Readonly<Record<string, unknown>>> {
  readonly type: "object";
  readonly properties?: Readonly<Record<string, ParameterArgument>>;
}

/** A path or bytes. */
export interface FileArgument extends ParameterTraits<string> {
  readonly type: "file";
  /** Extensions that are accepted, with the dot. */
  readonly extensions?: readonly string[];
}

/** Any value; for what an earlier step of a pattern produces. */
export interface AnyArgument extends ParameterTraits<unknown> {
  readonly type: "any";
}

/** One parameter as literal data, so that command lines, templates and user interfaces can read it. */
export type ParameterArgument = NumberArgument | StringArgument | BooleanArgument | ListArgument | ObjectArgument | FileArgument | AnyArgument;

export type Inputs = Readonly<Record<string, ArrayArgument>>;
export type Parameters = Readonly<Record<string, ParameterArgument>>;

type ParameterValue<A extends ParameterArgument> =
  A extends { type: "number" | "integer"; perAxis: true } | { type: "number" | "integer"; orList: true } ? OneOrList<number>
  : A extends { type: "number" | "integer" } ? number
  : A extends { type: "string"; choices: readonly (infer Choice)[] } ? Choice
  : A extends { type: "string" } ? string
  : A extends { type: "boolean" } ? boolean
  : A extends { type: "list"; items: infer Item extends ParameterArgument } ? readonly ParameterValue<Item>[]
  : A extends { type: "list" } ? readonly unknown[]
  : A extends { type: "object" } ? Readonly<Record<string, unknown>>
  : A extends { type: "file" } ? string | Uint8Array
  : A extends { type: "any" } ? unknown
  : never;

type Absent = { optional: true } | { when: Condition };
type MayBeLeftOut<P extends Parameters> = { [Name in keyof P]: P[Name] extends { default: unknown } | Absent ? Name : never }[keyof P];
type MayBeMissing<P extends Parameters> = {
  [Name in keyof P]: P[Name] extends { when: Condition } ? Name : P[Name] extends { default: unknown } ? never : P[Name] extends Absent ? Name : never;
}[keyof P];

/** What a caller passes besides the first array: further arrays by name, and parameters, defaults left out. */
export type CallParameters<I extends Inputs, P extends Parameters, ArrayValue = unknown> =
  { readonly [Name in keyof I]?: ArrayValue | undefined }
  & { readonly [Name in Exclude<keyof P, MayBeLeftOut<P>>]: ParameterValue<P[Name]> }
  & { readonly [Name in MayBeLeftOut<P>]?: ParameterValue<P[Name]> | undefined };

/** What a body receives: every parameter present, but for optional and conditional ones. */
export type FilledParameters<P extends Parameters> =
  { readonly [Name in Exclude<keyof P, MayBeMissing<P>>]: ParameterValue<P[Name]> }
  & { readonly [Name in MayBeMissing<P>]?: ParameterValue<P[Name]> };

/** The arrays that a body receives, all of one memory type. */
export type InputArrays<I extends Inputs, Value> = {
  readonly [Name in keyof I as I[Name] extends { optional: true } ? never : Name]: Value;
} & {
  readonly [Name in keyof I as I[Name] extends { optional: true } ? Name : never]?: Value;
};
