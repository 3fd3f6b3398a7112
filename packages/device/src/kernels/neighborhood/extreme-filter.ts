import { sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { runsOf, type ExtremePass, type Footprint } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { modeNumber } from "./mode-number.js";
import { isElement, outsideType } from "./outside.js";
import { lastThree, liesInStacks, stacksOf } from "./stacks.js";

/** `true`, or why the passes are left to the reference. */
export function takesPasses({ dtype, shape }: { readonly dtype: Dtype; readonly shape: Shape }, passes: readonly ExtremePass[]): true | string {
  for (const { footprint, boundary } of passes) {
    const answer = isElement(dtype, boundary);
    if (answer !== true) return answer;
    if (isBox(footprint)) continue;
    const lies = liesInStacks(shape, footprint.shape);
    if (lies !== true) return lies;
  }
  return true;
}

/** Minima and maxima over footprints, one pass after another: a fresh array, of float32 where the image is float16. */
export async function extremeFilter(work: DeviceWork, image: Array, passes: readonly ExtremePass[]): Promise<Array> {
  let from = image;
  for (const pass of passes) {
    const made = await (isBox(pass.footprint) ? overBox(work, from, pass) : overRuns(work, from, pass));
    if (from !== image) work.free(from);
    from = made;
  }
  return from;
}

function isBox({ members }: Footprint): boolean {
  return !members.includes(0);
}

/** The first windows are looked through, wider ones made of four of these at a time. */
const mostTaps = 8;

async function overBox(work: DeviceWork, image: Array, { extreme, footprint, boundary }: ExtremePass): Promise<Array> {
  const { shape } = image;
  const axes = [...footprint.shape.keys()].filter((axis) => (footprint.shape[axis] as number) > 1);
  const most = Number(extreme === "maximum");
  let from = image;
  for (const axis of axes.length === 0 ? [0] : axes) {
    const program = await work.program(sourceOf("neighborhood/extreme-axis.cl", from.dtype, boundary));
    const kept = keptDtype(from.dtype);
    const [extent, window] = [shape[axis] ?? 1, footprint.shape[axis] ?? 1];
    const inner = sizeOf(shape.slice(axis + 1));
    const along = (length: number): Shape => [...shape.slice(0, axis), length, ...shape.slice(axis + 1)];
    let span = Math.min(window, mostTaps);
    let wide = extent + window - span;
    let next = work.array(kept, along(wide));
    launchOn(next, (size) => program.launch("extreme_taps", size, [from, next, span, footprint.centre[axis] ?? 0, extent, wide, inner, size, most, modeNumber(boundary.mode), boundary.cval]));
    if (from !== image) work.free(from);
    from = next;
    while (span < window) {
      const last = Math.min(3 * span, window - span);
      const distances = [Math.min(span, last), Math.min(2 * span, last), last];
      const [before, narrower] = [wide, wide - last];
      next = work.array(kept, along(narrower));
      launchOn(next, (size) => program.launch("extreme_windows", size, [from, next, ...distances, before, narrower, inner, size, most]));
      work.free(from);
      [from, wide, span] = [next, narrower, span + last];
    }
  }
  return from;
}

async function overRuns(work: DeviceWork, image: Array, { extreme, footprint, boundary }: ExtremePass): Promise<Array> {
  const { dtype, shape } = image;
  const kept = keptDtype(dtype);
  const program = await work.program(sourceOf("neighborhood/extreme-runs.cl", dtype, boundary));
  const out = work.array(kept, shape);
  if (out.bytes === 0) return out;
  const runs = runsOf(footprint);
  const { count, depth, height, width } = stacksOf(shape);
  const before = Math.max(0, ...runs.map(({ start }) => -start));
  const wide = before + width + Math.max(0, ...runs.map(({ start, length }) => start + length - 1));
  const most = Number(extreme === "maximum");
  const [mode, cval] = [modeNumber(boundary.mode), boundary.cval];

  const highest = Math.max(...runs.map(({ length }) => levelOf(length)));
  const levelSize = count * depth * height * wide;
  const levels = work.array(kept, [highest + 1, levelSize]);
  program.launch("extend_lines", levelSize, [image, levels, width, wide, before, levelSize, mode, cval]);
  for (let level = 1; level <= highest; level++) {
    program.launch("raise_level", levelSize, [levels, (level - 1) * levelSize, level * levelSize, 2 ** (level - 1), wide, levelSize, most]);
  }

  const table = runs.flatMap(({ start, length, lines }) => lines.flatMap((offset) => {
    const [z, y] = lastThree([...offset, 0], 0);
    const level = levelOf(length);
    return [z, y, level, before + start, before + start + length - 2 ** level];
  }));
  const onDevice = await work.table(Int32Array.from(table), "int32");
  const size = sizeOf(shape);
  program.launch("extreme_runs", size, [levels, out, onDevice, table.length / 5, depth, height, width, wide, levelSize, size, most, mode, cval]);
  work.free(levels);
  work.free(onDevice);
  return out;
}

/** The highest level of which two windows cover a run. */
function levelOf(length: number): number {
  return Math.floor(Math.log2(length));
}

function keptDtype(dtype: Dtype): Dtype {
  return dtype === "float16" ? "float32" : dtype;
}

function sourceOf(file: string, dtype: Dtype, boundary: ExtremePass["boundary"]) {
  return kernelSource(["neighborhood/boundary.cl", file], { elements: { IN: dtype, OUT: keptDtype(dtype) }, compute: outsideType(dtype, boundary) });
}

function launchOn({ shape }: Array, launch: (size: number) => void): void {
  const size = sizeOf(shape);
  if (size > 0) launch(size);
}
