import type { FunctionDefinition } from "@openhcs/core";
import { all, any, countNonzero } from "@openhcs/functions";
import type { Axes } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { isNonzero } from "../../wgsl/casts.js";
import { byItem, gather } from "../../wgsl/shader.js";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import { lineNumbers, lineParts, linesOf, type GpuLines } from "./lines.js";
import { numberIn, withValue } from "./with-value.js";

const cost = { latencyUs: 400, gbPerSec: 4 } as const;

/** Counts, which are whole numbers of 32 bits. */
export const countReductions: readonly GpuKernel[] = [
  gpuKernel(countNonzero, { cost, run: async ({ image }, { axis }, work) => withValue(await counts(await linesOf(image, axis, work), work), work) }),
  marked(any, "some"),
  marked(all, "all"),
];

function marked(definition: FunctionDefinition, which: "some" | "all"): GpuKernel {
  return gpuKernel(definition as FunctionDefinition, {
    cost,
    async run(inputs, parameters, work) {
      const lines = await linesOf((inputs as Readonly<Record<"image", WebGpuArray>>).image, (parameters as { readonly axis?: Axes }).axis, work);
      const values = work.array("bool", lines.shape);
      const shader = gather({ name: "marks", reads: { COUNTS: "uint32" }, out: "bool", numbers: { least: "u32" }, code: "fn element_of(i: u32) -> OUT_v { return select(0u, 1u, load_COUNTS(i) >= n.least); }" });
      await work.gather(shader, [await counts(lines, work), values], { least: which === "all" ? lines.length : 1 });
      return (values.shape.length > 0 ? { values } : { values, value: (await numberIn(values, work)) === 1 }) as never;
    },
  });
}

/** How many elements of each line are not 0. */
export async function counts({ elements, length, lines, inner, parts, shape }: GpuLines, work: GpuWork): Promise<WebGpuArray> {
  const [partial, out] = [work.array("uint32", [lines * parts]), work.array("uint32", shape)];
  const numbers = { lines, length, inner, parts };
  const ofParts = byItem({ name: "countParts", reads: { IN: elements.dtype }, writes: { COUNTS: "uint32" }, numbers: lineNumbers, code: `${lineParts}
fn item(i: u32) {
  if (i >= n.lines * n.parts) { return; }
  let part = part_of(i);
  var count = 0u;
  for (var k = 0u; k < part.count; k++) { let x = load_IN(part.start + k * n.inner); count += select(0u, 1u, ${isNonzero(elements.dtype, "x")}); }
  COUNTS[i] = count;
}` });
  const ofLines = byItem({ name: "countLines", reads: { PARTS: "uint32" }, writes: { COUNTS: "uint32" }, numbers: lineNumbers, code: `fn item(i: u32) {
  if (i >= n.lines) { return; }
  var count = 0u;
  for (var part = 0u; part < n.parts; part++) { count += load_PARTS(part * n.lines + i); }
  COUNTS[i] = count;
}` });
  await work.launch(ofParts, [elements, partial], numbers, lines * parts);
  await work.launch(ofLines, [partial, out], numbers, lines);
  return out;
}
