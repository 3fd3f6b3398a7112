import type { Dtype } from "@openhcs/core";
import { buildOptions } from "@openhcs/backend-cuda";
import { kernelSource, rankSources, type ComputeType, type KernelSource } from "@openhcs/device";
import { loadCuda } from "@openhcs/native/cuda";
import { describe, expect, it } from "vitest";
import { withoutCompiler } from "./nvrtc.js";

const architectures = [52, 90];
const dtypes = ["bool", "uint8", "int16", "uint32", "float16", "float32", "float64"] as const;
const keptAs = (dtype: Dtype): Dtype => (dtype === "float16" ? "float32" : dtype);
const computeOf = (dtype: Dtype): ComputeType => (["uint32", "float64"].includes(dtype) ? "float64" : "float32");
const linear = ["filters/separable.cl", "filters/sliding-mean.cl", "filters/correlate.cl"];

const sources: readonly (readonly [string, KernelSource])[] = [
  ...dtypes.flatMap((IN) => ["neighborhood/extreme-axis.cl", "neighborhood/extreme-runs.cl"].map((file) => (
    [`${file} of ${IN}`, kernelSource(["neighborhood/boundary.cl", file], { elements: { IN, OUT: keptAs(IN) }, compute: computeOf(IN) })] as const
  ))),
  ...dtypes.flatMap((dtype) => rankSources(dtype, { mode: "reflect", cval: 0 }).map((source) => [`${source.name} of ${dtype}`, source] as const)),
  ...linear.flatMap((file) => ([["uint16", "float32", "float32"], ["float16", "float32", "float32"], ["int32", "float64", "float64"], ["uint8", "uint8", "float64"]] as const).map(([IN, OUT, compute]) => (
    [`${file} of ${IN} to ${OUT}`, kernelSource(["neighborhood/boundary.cl", "neighborhood/extended.cl", "filters/kept.cl", file], {
      elements: { IN, OUT }, compute, defines: OUT.startsWith("uint") ? { OUT_IS_INTEGER: 1 } : {},
    })] as const
  ))),
  ["combine.cl", kernelSource(["filters/kept.cl", "filters/combine.cl"], { elements: { A: "float32", B: "float32", OUT: "float32" }, defines: { EXPRESSION: "sqrt(a * a + b)" } })],
  ["unsharp.cl", kernelSource("filters/unsharp.cl", { elements: { IN: "int16", S: "float32", OUT: "float32" } })],
  ["fixed-point.cl", kernelSource("filters/fixed-point.cl", { elements: { IN: "float64", OUT: "uint16" }, compute: "float64" })],
  ["difference.cl", kernelSource("morphology/difference.cl", { elements: { A: "uint16", B: "uint16", OUT: "uint16" }, defines: { DIFFERENCE: "OUT_cast((C)a - (C)b)" } })],
  ["foreground.cl", kernelSource("morphology/foreground.cl", { elements: { IN: "float16" } })],
];

describe.skipIf(withoutCompiler)(`filters as NVRTC sees them ${withoutCompiler || ""}`, () => {
  it.each(sources)("%s compiles for old and new devices", async (_, { text, signatures }) => {
    for (const architecture of architectures) {
      const ptx = new TextDecoder().decode(await loadCuda().addon?.compile?.(text, [`--gpu-architecture=compute_${architecture}`, ...buildOptions]));
      for (const name of signatures.keys()) expect(ptx).toContain(`.visible .entry ${name}(`);
    }
  });
});
