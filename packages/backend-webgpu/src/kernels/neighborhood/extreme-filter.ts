import { isFloat, sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { isElement, lastThree, liesInStacks, modeNumber, stacksOf } from "@openhcs/device/portable";
import type { ExtremePass, Footprint } from "@openhcs/functions/for-kernels";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { valueType } from "../../wgsl/element.js";
import { gather } from "../../wgsl/shader.js";
import { stackNumbers, stackReading } from "./stack-reading.js";

/** Neighbours that are looked at for one pixel; more are left to others. */
const mostMembers = 4096;

/** `true`, or why the passes are left to the reference. */
export function takesPasses({ dtype, shape }: { readonly dtype: Dtype; readonly shape: Shape }, passes: readonly ExtremePass[]): true | string {
  for (const { footprint, boundary } of passes) {
    const answer = isElement(dtype, boundary);
    if (answer !== true) return answer;
    if (boundary.mode === "constant" && isFloat(dtype) && Math.fround(boundary.cval) !== boundary.cval) return "leaves a cval beyond single precision to the reference";
    if (isBox(footprint)) continue;
    const lies = liesInStacks(shape, footprint.shape);
    if (lies !== true) return lies;
    if (sizeOf(footprint.shape) > mostMembers) return `leaves footprints of more than ${mostMembers} pixels to the reference`;
  }
  return true;
}

/** Minima and maxima over footprints, one pass after another: a fresh array of the image's dtype. */
export async function extremeFilter(work: GpuWork, image: WebGpuArray, passes: readonly ExtremePass[]): Promise<WebGpuArray> {
  let from = image;
  for (const pass of passes) {
    const made = await (isBox(pass.footprint) ? overBox(work, from, pass) : overMembers(work, from, pass));
    if (from !== image) work.free(from);
    from = made;
  }
  return from;
}

function isBox({ members }: Footprint): boolean {
  return !members.includes(0);
}

/** The more extreme of two elements; NaN where one is. */
function extremeOf(dtype: Dtype, extreme: ExtremePass["extreme"]): string {
  const isMore = (a: string, b: string) => (isFloat(dtype) ? `is_less(${a}, ${b})` : `${a} < ${b}`);
  const more = extreme === "maximum" ? isMore("a", "b") : isMore("b", "a");
  return `fn extreme_of(a: OUT_v, b: OUT_v) -> OUT_v { return select(a, b, ${isFloat(dtype) ? `!is_nan(a) && (is_nan(b) || ${more})` : more}); }`;
}

async function overBox(work: GpuWork, image: WebGpuArray, { extreme, footprint, boundary }: ExtremePass): Promise<WebGpuArray> {
  const { dtype, shape } = image;
  const shader = gather({
    name: "extremeAxis", reads: { IN: dtype }, out: dtype,
    numbers: { window: "i32", before: "i32", extent: "i32", inner: "u32", mode: "i32", cval: valueType(dtype) },
    code: `${extremeOf(dtype, extreme)}
fn line_value(line: u32, p: i32) -> OUT_v {
  let at = boundary_index(n.mode, p, n.extent);
  if (at < 0) { return n.cval; }
  return load_IN(line + u32(at) * n.inner);
}
fn element_of(i: u32) -> OUT_v {
  let row = i / n.inner;
  let p = i32(row % u32(n.extent)) - n.before;
  let line = (row / u32(n.extent)) * u32(n.extent) * n.inner + i % n.inner;
  var best = line_value(line, p);
  for (var k = 1; k < n.window; k++) { best = extreme_of(best, line_value(line, p + k)); }
  return best;
}`,
  });
  const axes = [...footprint.shape.keys()].filter((axis) => (footprint.shape[axis] as number) > 1);
  let from = image;
  for (const axis of axes.length === 0 ? [0] : axes) {
    const next = work.array(dtype, shape);
    await work.gather(shader, [from, next], {
      window: footprint.shape[axis] ?? 1, before: footprint.centre[axis] ?? 0, extent: shape[axis] ?? 1, inner: sizeOf(shape.slice(axis + 1)), mode: modeNumber(boundary.mode), cval: boundary.cval,
    });
    if (from !== image) work.free(from);
    from = next;
  }
  return from;
}

async function overMembers(work: GpuWork, image: WebGpuArray, { extreme, footprint, boundary }: ExtremePass): Promise<WebGpuArray> {
  const { dtype, shape } = image;
  const out = work.array(dtype, shape);
  const places = membersOf(footprint);
  const shader = gather({
    name: "extremeMembers", reads: { IN: dtype, PLACES: "int32" }, out: dtype, numbers: { ...stackNumbers, members: "u32", cval: valueType(dtype) },
    code: `${stackReading}
${extremeOf(dtype, extreme)}
fn value_of(pixel: Pixel, k: u32) -> OUT_v {
  let place = neighbour(pixel, vec3i(load_PLACES(3u * k), load_PLACES(3u * k + 1u), load_PLACES(3u * k + 2u)));
  if (place < 0) { return n.cval; }
  return load_IN(u32(place));
}
fn element_of(i: u32) -> OUT_v {
  let pixel = pixel_at(i);
  var best = value_of(pixel, 0u);
  for (var k = 1u; k < n.members; k++) { best = extreme_of(best, value_of(pixel, k)); }
  return best;
}`,
  });
  const { depth, height, width } = stacksOf(shape);
  await work.gather(shader, [image, work.table(Int32Array.from(places.flat()), "int32"), out], { depth, height, width, mode: modeNumber(boundary.mode), members: places.length, cval: boundary.cval });
  return out;
}

/** Distances of a footprint's members along z, y and x, in C order. */
export function membersOf({ shape, centre, members }: Footprint): readonly (readonly [number, number, number])[] {
  const [, high, wide] = lastThree(shape, 1);
  const [z, y, x] = lastThree(centre, 0);
  return Array.from(members, (_, position) => position).filter((position) => members[position] === 1).map((position) => {
    const line = Math.floor(position / wide);
    return [Math.floor(line / high) - z, (line % high) - y, (position % wide) - x];
  });
}
