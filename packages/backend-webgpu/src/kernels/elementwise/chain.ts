import { isFloat, type Dtype } from "@openhcs/core";
import { saturated } from "../../wgsl/casts.js";
import { valueType, type Value } from "../../wgsl/element.js";
import { gather, type Shader } from "../../wgsl/shader.js";
import type { Body } from "./body.js";

/** Where a step of a chain has an array from: one that the kernel is given, or an earlier step, by index. */
export type ChainInput = { readonly outer: number } | { readonly step: number };

export interface ChainStep {
  readonly body: Body;
  /** By the names that the body gives them. */
  readonly inputs: Readonly<Record<string, ChainInput>>;
  /** What its result becomes, saturated. */
  readonly dtype: Dtype;
}

/** Elementwise steps that one kernel makes, the last of which gives the result. */
export interface Chain {
  /** Dtypes of the arrays that the kernel is given. */
  readonly outer: readonly Dtype[];
  readonly steps: readonly ChainStep[];
}

/** A chain as a shader that reads each array once. */
export function chainShader(chain: Chain): Shader {
  const { outer, steps } = chain;
  const functions = new Map<string, string>();
  const lines = steps.flatMap((step, at) => stepLines(chain, step, at, functions));
  return gather({
    name: "elementwise",
    reads: Object.fromEntries(outer.map((dtype, at) => [`A${at}`, dtype])),
    out: (steps.at(-1) as ChainStep).dtype,
    numbers: { zero: "u32", ...Object.fromEntries(steps.flatMap(({ body: { numbers = [] } }, at) => numbers.map(({ type }, which): [string, Value] => [`n${at}_${which}`, type]))) },
    code: `${[...functions].map(([definition, name]) => definition.replace("STEP", name)).join("\n")}
fn element_of(i: u32) -> OUT_v {
${[...outer.map((_, at) => `let x${at} = load_A${at}(i);`), ...lines].map((line) => `  ${line}`).join("\n")}
  return v${steps.length - 1};
}`,
  });
}

/** The numbers that a chain's bodies take, by what the shader calls them. */
export function chainNumbers({ steps }: Chain): Readonly<Record<string, number>> {
  return { zero: 0, ...Object.fromEntries(steps.flatMap(({ body: { numbers = [] } }, at) => numbers.map(({ value }, which) => [`n${at}_${which}`, value]))) };
}

/** The call of a step's function, and the dtype rule. Equal functions are defined once. */
function stepLines(chain: Chain, { body, inputs, dtype }: ChainStep, at: number, functions: Map<string, string>): readonly string[] {
  const { numbers = [], code } = body;
  const taken = Object.entries(inputs).map(([name, input]) => `${name}: ${valueType(dtypeOf(chain, input))}`);
  const definition = `fn STEP(${[...taken, ...numbers.map(({ type, name }) => `${name}: ${type}`)].join(", ")}) -> ${valueType(body.dtype)} {\n  ${code}\n}`;
  const name = functions.get(definition) ?? `step${functions.size}`;
  functions.set(definition, name);
  const values = [...Object.values(inputs).map((input) => ("outer" in input ? `x${input.outer}` : `v${input.step}`)), ...numbers.map((_, which) => `n.n${at}_${which}`)];
  return [
    `let r${at} = ${asStored(body.dtype, `${name}(${values.join(", ")})`)};`,
    `let v${at} = ${unmerged(dtype, asStored(dtype, saturated(body.dtype, dtype, `r${at}`)), chain.steps.length > 1)};`,
  ];
}

/** float16 is computed with as float32, but later steps must see what would have been stored. */
function asStored(dtype: Dtype, value: string): string {
  return dtype === "float16" ? `rounded_to_half(${value})` : value;
}

/** Compilers merge what is computed one after another, 1 − (1 − x) to x, unless they cannot see that the value between stays as it is. */
function unmerged(dtype: Dtype, value: string, isBetween: boolean): string {
  return isFloat(dtype) && isBetween ? `bitcast<f32>(bitcast<u32>(${value}) ^ n.zero)` : value;
}

function dtypeOf({ outer, steps }: Chain, input: ChainInput): Dtype {
  return "outer" in input ? outer[input.outer] as Dtype : (steps[input.step] as ChainStep).dtype;
}
