import { buildOptions } from "@openhcs/backend-cuda";
import type { Dtype } from "@openhcs/core";
import { chainSource, deviceKernels, kernelSource, type ElementwiseKernel, type KernelSource } from "@openhcs/device";
import { functions } from "@openhcs/functions";
import { loadCuda } from "@openhcs/native/cuda";
import { describe, expect, it } from "vitest";
import { withoutCompiler } from "./nvrtc.js";

const architectures = [52, 70, 80, 90];
const sources: readonly (readonly [string, KernelSource])[] = [
  ...(["bool", "uint8", "int16", "float16", "float32", "float64"] as const).map((IN) => [`max_projection of ${IN}`, kernelSource("projections/max-projection.cl", { elements: { IN } })] as const),
  ["convert_elements of float16 to uint8", kernelSource("conversion.cl", { elements: { IN: "float16", OUT: "uint8" } })],
  ["convert_elements of float64 to int32", kernelSource("conversion.cl", { elements: { IN: "float64", OUT: "int32" }, compute: "float64" })],
  ...(["bool", "uint8", "int16", "uint32", "int64", "float16", "float32", "float64"] as const).map((dtype) => [`every elementwise function of ${dtype}`, everyElementwise(dtype)] as const),
];

/** All elementwise functions of arrays of a dtype, by every example that its kernel takes, as one kernel. */
function everyElementwise(dtype: Dtype): KernelSource {
  const kernels = deviceKernels("cuda").filter((kernel): kernel is ElementwiseKernel => kernel.fusable === true);
  const steps = kernels.flatMap(({ function: name, body }) => {
    const definition = functions.find((each) => each.name === name);
    const inputs = Object.keys(definition?.inputs ?? {});
    return (definition?.examples ?? []).map((parameters) => {
      const names = "value" in parameters || "imageValue" in parameters ? inputs.slice(0, 1) : inputs;
      const made = body(Object.fromEntries(names.map((input) => [input, dtype])), { convention: "numpy", ...parameters });
      return typeof made === "string" ? undefined : { body: made, dtype: made.dtype, inputs: Object.fromEntries(names.map((input, outer) => [input, { outer }])) };
    }).filter((step) => step !== undefined);
  });
  return chainSource({ outer: [dtype, dtype, dtype], steps }, true);
}

describe.skipIf(withoutCompiler)(`kernels as NVRTC sees them ${withoutCompiler || ""}`, () => {
  it.each(sources)("%s compiles for old and new devices", async (_, { text, signatures }) => {
    for (const architecture of architectures) {
      const ptx = await loadCuda().addon?.compile?.(text, [`--gpu-architecture=compute_${architecture}`, ...buildOptions]);
      for (const [name, signature] of signatures) {
        const entry = new RegExp(`\\.visible \\.entry ${name}\\(([^)]*)\\)`).exec(new TextDecoder().decode(ptx))?.[1];
        const letters = [...(entry ?? "").matchAll(/\.param \.(\w+)/g)].map(([, type]) => type);
        const expected = { m: "u64", i: "u32", u: "u32", l: "u64", f: "f32", d: "f64" };
        expect(letters).toEqual([...signature].map((letter) => expected[letter as keyof typeof expected]));
      }
    }
  });
});
