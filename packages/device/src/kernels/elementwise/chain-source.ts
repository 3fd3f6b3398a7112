import type { Dtype } from "@openhcs/core";
import { exactType } from "../../dialect/element.js";
import { composeSource, type KernelSource } from "../../dialect/kernel-source.js";
import { saturated } from "./casts.js";
import { elementwiseKernelText } from "./items.js";
import { dtypeOf, type Chain, type ChainInput, type ChainStep } from "./chain.js";

/**
 * A chain as the kernel `elementwise(arrays…, out, numbers…, size)`: each array is read once, each step is a function, the last one's result is written.
 *
 * @param fp64 whether the device has double precision
 * @param loadBytes what an item best loads at once
 */
export function chainSource(chain: Chain, fp64: boolean, loadBytes = 0): KernelSource {
  const { outer, steps } = chain;
  const functions = new Map<string, string>();
  const lines = steps.flatMap((step, at) => stepLines(chain, step, at, functions));
  const last = steps.length - 1;
  const numbers = steps.flatMap(({ body: { numbers: own = [] } }, at) => own.map(({ type }, which) => `${type} n${at}_${which}`));
  const arrays = Object.fromEntries(outer.map((dtype, at) => [`A${at}`, dtype]));
  const out = (steps[last] as ChainStep).dtype;
  const text = `${[...functions].map(([definition, name]) => definition.replace("STEP", name)).join("\n")}
DEVICE OUT_v element_of(${[...outer.map((_, at) => `A${at}_v x${at}`), ...numbers].join(", ")}) {
${lines.map((line) => `  ${line}`).join("\n")}
  return v${last};
}
${elementwiseKernelText({ arrays, out, numbers }, loadBytes)}`;
  const elements = { ...arrays, OUT: out };
  const needsFp64 = steps.some(({ body }) => body.needsFp64 === true);
  return composeSource("elementwise", text, { elements, compute: fp64 || needsFp64 ? "float64" : "float32", files: filesFor(text) });
}

/** Compilers take their time for what is not called, too. */
function filesFor(text: string): readonly string[] {
  return [
    ...(/whole_of\(|_[iu]64\(/.test(text) ? ["elementwise/integers.cl"] : []),
    ...(/larger_|smaller_|floored_/.test(text) ? ["elementwise/floats.cl"] : []),
  ];
}

/** The call of a step's function, and the dtype rule. Equal functions are defined once. */
function stepLines(chain: Chain, { body, inputs, dtype }: ChainStep, at: number, functions: Map<string, string>): readonly string[] {
  const { numbers = [], code } = body;
  const native = exactType(body.dtype);
  const taken = Object.entries(inputs).map(([name, input]) => `${exactType(dtypeOf(chain, input))} ${name}`);
  const definition = `DEVICE ${native} STEP(${[...taken, ...numbers.map(({ type, name }) => `${type} ${name}`)].join(", ")}) {\n  ${code}\n}`;
  const name = functions.get(definition) ?? `step${functions.size}`;
  functions.set(definition, name);
  const values = [...Object.values(inputs).map(variableOf), ...numbers.map((_, which) => `n${at}_${which}`)];
  const call = `${name}(${values.join(", ")})`;
  return [
    `const ${native} r${at} = ${rounded(body.dtype, call)};`,
    `const ${exactType(dtype)} v${at} = ${rounded(dtype, saturated(body.dtype, dtype, `r${at}`))};`,
  ];
}

/** float16 is computed with as float32, but later steps must see what would have been stored. */
function rounded(dtype: Dtype, value: string): string {
  return dtype === "float16" ? `half_to_float(float_to_half(${value}))` : value;
}

function variableOf(input: ChainInput): string {
  return "outer" in input ? `x${input.outer}` : `v${input.step}`;
}
