import { isFloat, normalizeAxis, sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { maxProjection, projection } from "@openhcs/functions";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { castLikeC } from "../../wgsl/casts.js";
import { gather } from "../../wgsl/shader.js";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";

const cost = { latencyUs: 200, gbPerSec: 4 } as const;

/** Projections that select elements; means and sums are kept in double precision. */
export const projectionKernels: readonly GpuKernel[] = [
  gpuKernel(maxProjection, { cost, run: ({ image }, _, work) => project(image, { method: "max", axis: 0, dtype: image.dtype, shape: [1, ...image.shape.slice(1)] }, work) }),
  gpuKernel(projection, {
    cost,
    supports: (_, { method }) => method === "max" || method === "min" || "leaves sums to double precision, and medians to the reference",
    run({ image }, { method, axis, outDtype = image.dtype }, work) {
      const dropped = normalizeAxis(axis, image.shape.length);
      return project(image, { method: method as "max", axis: dropped, dtype: outDtype, shape: image.shape.filter((_, at) => at !== dropped) }, work);
    },
  }),
];

/** The extreme of each line along an axis, NaN where one is, cast as C does. */
async function project(image: WebGpuArray, { method, axis, dtype, shape }: { readonly method: "max" | "min"; readonly axis: number; readonly dtype: Dtype; readonly shape: Shape }, work: GpuWork): Promise<WebGpuArray> {
  const isMore = isFloat(image.dtype)
    ? `!is_nan(best) && (is_nan(value) || ${method === "max" ? "is_less(best, value)" : "is_less(value, best)"})`
    : method === "max" ? "value > best" : "value < best";
  const shader = gather({
    name: "projection", reads: { IN: image.dtype }, out: dtype, numbers: { extent: "u32", inner: "u32" },
    code: `fn element_of(i: u32) -> OUT_v {
  let start = i / n.inner * n.extent * n.inner + i % n.inner;
  var best = load_IN(start);
  for (var k = 1u; k < n.extent; k++) {
    let value = load_IN(start + k * n.inner);
    if (${isMore}) { best = value; }
  }
  return ${castLikeC(image.dtype, dtype, "best")};
}`,
  });
  const made = work.array(dtype, shape);
  await work.gather(shader, [image, made], { extent: image.shape[axis] as number, inner: sizeOf(image.shape.slice(axis + 1)) });
  return made;
}
