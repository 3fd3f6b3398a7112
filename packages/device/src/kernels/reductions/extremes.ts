import { isFloat, type ArraySpec } from "@openhcs/core";
import type { NanPolicy } from "@openhcs/functions/for-kernels";
import { kernelSource, type ComputeType } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Program } from "../../session/program.js";
import type { Array } from "../device-kernel.js";
import { group, type DeviceLines } from "./lines.js";

/** 1 for the largest elements, −1 for the smallest. */
export type Sign = 1 | -1;

/** Places of the extremes of the parts of lines. @param compute double precision for those whose range is asked for */
export async function partialExtremes(lines: DeviceLines, sign: Sign, nanPolicy: NanPolicy, work: DeviceWork, compute: ComputeType = "float32"): Promise<{ readonly program: Program; readonly places: Array }> {
  const { elements, length, lines: count, inner, parts, isLong } = lines;
  const program = await work.program(kernelSource("reductions/extremes.cl", { elements: { IN: elements.dtype }, compute, defines: { GROUP: group } }));
  const places = work.array("int64", [count * parts]);
  const head = [elements, places, sign, Number(nanPolicy === "omit"), count, length];
  if (isLong) program.launch("find_long_parts", { items: [count * parts * group], group: [group] }, [...head, parts]);
  else program.launch("find_parts", count * parts, [...head, inner, parts]);
  return { program, places };
}

/** The extremes of lines, in their dtype. */
export async function extremeValues(lines: DeviceLines, sign: Sign, nanPolicy: NanPolicy, work: DeviceWork): Promise<Array> {
  const { program, places } = await partialExtremes(lines, sign, nanPolicy, work);
  const out = work.array(lines.elements.dtype, lines.shape);
  program.launch("finish_value", lines.lines, [lines.elements, places, out, sign, lines.lines, lines.parts]);
  return out;
}

/** Where within each line its extreme is. */
export async function extremeIndices(lines: DeviceLines, sign: Sign, work: DeviceWork): Promise<Array> {
  const { program, places } = await partialExtremes(lines, sign, "propagate", work);
  const out = work.array("uint32", lines.shape);
  program.launch("finish_index", lines.lines, [lines.elements, places, out, sign, lines.lines, lines.length, lines.inner, lines.parts]);
  return out;
}

/** A line of NaN alone has no index, which is known only when it is too late to refuse it. */
export function supportsIndices({ image }: { readonly image?: ArraySpec }, { nanPolicy }: { readonly nanPolicy: NanPolicy }): true | string {
  return nanPolicy !== "omit" || image === undefined || !isFloat(image.dtype) || "leaves positions without NaN to the reference";
}
