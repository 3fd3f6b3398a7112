import { sizeOf, type Dtype } from "@openhcs/core";
import { modeNumber } from "@openhcs/device/portable";
import { dueDtype, isMirrored, type Boundary, type OutDtype } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { floatOf } from "../../wgsl/casts.js";
import { gather } from "../../wgsl/shader.js";

/** Weights by which every line along an axis is correlated. */
export interface AxisPass {
  readonly axis: number;
  readonly weights: Float64Array;
}

/** How elements are read: those beyond the border, and what all are multiplied with; those that are not 1 give −1 at least. */
export interface Reading {
  readonly boundary: Boundary;
  readonly scale?: number;
}

/** `true`, or why sums of an image are left to those who have double precision. */
export function keepsSingles(image: Dtype | undefined, outDtype?: OutDtype): true | string {
  if (image === undefined) return "needs an image";
  return dueDtype(image, outDtype) === "float32" || "leaves sums that are not kept as float32 to double precision";
}

/** Symmetric (1) and antisymmetric (-1) weights take the centre first, then pairs from the outside in, as SciPy does; others (0) one by one. */
const code = (dtype: Dtype, isScaled: boolean) => `
fn tap(at: u32) -> f32 {
  let value = ${floatOf(dtype, "load_IN(at)")};
  ${isScaled ? "let scaled = value * n.scale; return select(max(scaled, -1.0), scaled, is_nan(scaled));" : "return value;"}
}
fn line_value(line: u32, p: i32) -> f32 {
  let at = boundary_index(n.mode, p, n.extent);
  if (at < 0) { return n.cval; }
  return tap(line + u32(at) * n.inner);
}
fn element_of(i: u32) -> OUT_v {
  let row = i / n.inner;
  let p = i32(row % u32(n.extent));
  let line = (row / u32(n.extent)) * u32(n.extent) * n.inner + i % n.inner;
  let before = n.taps / 2;
  let is_inside = p >= before && p + (n.taps - 1 - before) < n.extent;
  let sign = f32(n.symmetry);
  var sum = 0.0;
  if (n.symmetry != 0 && is_inside) {
    sum = tap(i) * load_TABLE(u32(n.first + before));
    var distance = u32(before) * n.inner;
    for (var k = 0; k < before; k++) {
      sum += (tap(i - distance) + sign * tap(i + distance)) * load_TABLE(u32(n.first + k));
      distance -= n.inner;
    }
    return sum;
  }
  if (n.symmetry != 0) {
    sum = line_value(line, p) * load_TABLE(u32(n.first + before));
    for (var k = 0; k < before; k++) {
      sum += (line_value(line, p + k - before) + sign * line_value(line, p + before - k)) * load_TABLE(u32(n.first + k));
    }
    return sum;
  }
  for (var k = 0; k < n.taps; k++) { sum += line_value(line, p + k - before) * load_TABLE(u32(n.first + k)); }
  return sum;
}`;

/** Correlates every line along axes with weights, one pass after another: a fresh array of float32; without any pass the elements. */
export async function correlateAxes(work: GpuWork, image: WebGpuArray, given: readonly AxisPass[], { boundary, scale = 1 }: Reading): Promise<WebGpuArray> {
  const { shape } = image;
  const passes = given.length === 0 ? [{ axis: 0, weights: Float64Array.of(1) }] : given;
  const table = work.table(Float32Array.from(passes.flatMap(({ weights }) => [...weights])), "float32");
  let from = image;
  let first = 0;
  for (const [at, { axis, weights }] of passes.entries()) {
    const shader = gather({
      name: "correlateAxis", reads: { IN: from.dtype, TABLE: "float32" }, out: "float32", code: code(from.dtype, at === 0 && scale !== 1),
      numbers: { first: "i32", taps: "i32", symmetry: "i32", extent: "i32", inner: "u32", mode: "i32", cval: "f32", scale: "f32" },
    });
    const next = work.array("float32", shape);
    await work.gather(shader, [from, table, next], {
      first, taps: weights.length, symmetry: symmetryOf(weights), extent: shape[axis] ?? 1, inner: sizeOf(shape.slice(axis + 1)),
      mode: modeNumber(boundary.mode), cval: boundary.cval, scale,
    });
    if (from !== image) work.free(from);
    from = next;
    first += weights.length;
  }
  work.free(table);
  return from;
}

function symmetryOf(weights: Float64Array): number {
  if (isMirrored(weights, 1)) return 1;
  return isMirrored(weights, -1) ? -1 : 0;
}
