import { sizeOf } from "@openhcs/core";
import { lastThree, liesInStacks, modeNumber, stacksOf } from "@openhcs/device/portable";
import type { Kernel } from "@openhcs/functions/for-kernels";
import type { Shape } from "@openhcs/core";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { floatOf } from "../../wgsl/casts.js";
import { gather } from "../../wgsl/shader.js";
import { stackNumbers, stackReading } from "../neighborhood/stack-reading.js";
import type { Reading } from "./correlate-axes.js";

/** More weights than this are left to the reference, or to a Fourier transform. */
const mostWeights = 1024;

/** `true`, or why sums with a kernel are left to the reference. */
export function takesKernel(shape: Shape, kernel: Kernel): true | string {
  return kernel.weights.length <= mostWeights ? liesInStacks(shape, kernel.shape) : `leaves kernels of more than ${mostWeights} weights to the reference`;
}

/** The sums of every pixel's neighbours with a kernel; with several of as many weights, the root of the mean of the squares of their sums. */
export async function weightedSums(work: GpuWork, image: WebGpuArray, kernels: readonly Kernel[], { boundary, scale = 1 }: Reading): Promise<WebGpuArray> {
  const { dtype, shape } = image;
  const out = work.array("float32", shape);
  if (sizeOf(shape) === 0) return out;
  const members = kernels.flatMap((kernel) => membersOf(kernel));
  if (members.length === 0) return work.zeros("float32", shape);
  const weights = work.table(Float32Array.from(members, ({ weight }) => weight), "float32");
  const places = work.table(Int32Array.from(members.flatMap(({ place }) => place)), "int32");
  const shader = gather({
    name: "weightedSums", reads: { IN: dtype, WEIGHTS: "float32", PLACES: "int32" }, out: "float32",
    numbers: { ...stackNumbers, taps: "i32", kernels: "i32", cval: "f32", scale: "f32", least: "f32" },
    code: `${stackReading}
fn element_of(i: u32) -> OUT_v {
  let at = pixel_at(i);
  var squares = 0.0;
  var sum = 0.0;
  for (var kernel = 0; kernel < n.kernels; kernel++) {
    sum = 0.0;
    for (var k = kernel * n.taps; k < (kernel + 1) * n.taps; k++) {
      let place = neighbour(at, vec3i(load_PLACES(u32(3 * k)), load_PLACES(u32(3 * k + 1)), load_PLACES(u32(3 * k + 2))));
      var value = n.cval;
      if (place >= 0) {
        value = ${floatOf(dtype, "load_IN(u32(place))")} * n.scale;
        value = select(max(value, n.least), value, is_nan(value));
      }
      sum += value * load_WEIGHTS(u32(k));
    }
    squares += sum * sum;
  }
  return select(sqrt(squares / f32(n.kernels)), sum, n.kernels == 1);
}`,
  });
  const { depth, height, width } = stacksOf(shape);
  await work.gather(shader, [image, weights, places, out], {
    depth, height, width, mode: modeNumber(boundary.mode), taps: members.length / kernels.length, kernels: kernels.length,
    cval: boundary.cval, scale, least: scale === 1 ? -Infinity : -1,
  });
  return out;
}

/** Weights that count, with the distances of their pixels along z, y and x. */
function membersOf({ weights, shape, centre }: Kernel): readonly { readonly weight: number; readonly place: readonly number[] }[] {
  const [, high, wide] = lastThree(shape, 1);
  const [z, y, x] = lastThree(centre, 0);
  return Array.from(weights, (weight, position) => {
    const line = Math.floor(position / wide);
    return { weight, place: [Math.floor(line / high) - z, (line % high) - y, (position % wide) - x] };
  }).filter(({ weight }) => Math.abs(weight) > Number.EPSILON);
}
