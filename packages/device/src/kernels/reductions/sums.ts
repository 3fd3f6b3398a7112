import type { NanPolicy } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Program } from "../../session/program.js";
import type { Array } from "../device-kernel.js";
import { group, type DeviceLines } from "./lines.js";

/** What is added up of each element, as the kernels number it. */
const terms = { values: 0, squares: 1, marks: 2 } as const;

/** Sums and numbers of elements of the parts of lines. */
export interface PartialSums {
  readonly program: Program;
  readonly sums: Array;
  readonly counts: Array;
}

/** @param means of the lines, from which `squares` are taken */
export async function partialSums(lines: DeviceLines, term: keyof typeof terms, nanPolicy: NanPolicy, work: DeviceWork, means: Array | null = null): Promise<PartialSums> {
  const { elements, length, lines: count, inner, parts, isLong } = lines;
  const program = await work.program(kernelSource("reductions/sums.cl", { elements: { IN: elements.dtype }, compute: "float64", defines: { GROUP: group } }));
  const sums = work.array("float64", [count * parts]);
  const counts = work.array("float64", [count * parts]);
  const head = [elements, means ?? sums, sums, counts, terms[term], Number(nanPolicy === "omit"), count, length];
  if (isLong) program.launch("sum_long_parts", { items: [count * parts * group], group: [group] }, [...head, parts]);
  else program.launch("sum_parts", count * parts, [...head, inner, parts]);
  return { program, sums, counts };
}

/** Means of lines in float64; NaN without any element. */
export async function means(lines: DeviceLines, nanPolicy: NanPolicy, work: DeviceWork): Promise<Array> {
  const { program, sums, counts } = await partialSums(lines, "values", nanPolicy, work);
  const out = work.array("float64", lines.shape);
  program.launch("finish_mean", lines.lines, [sums, counts, out, lines.lines, lines.parts]);
  return out;
}

/** Variances, or their roots, in two passes. */
export async function variances(lines: DeviceLines, { nanPolicy, ddof, isRoot }: { readonly nanPolicy: NanPolicy; readonly ddof: number; readonly isRoot: boolean }, work: DeviceWork): Promise<Array> {
  const { program, sums, counts } = await partialSums(lines, "squares", nanPolicy, work, await means(lines, nanPolicy, work));
  const out = work.array("float64", lines.shape);
  program.launch("finish_variance", lines.lines, [sums, counts, out, lines.lines, lines.parts, ddof, Number(nanPolicy === "omit"), Number(isRoot)]);
  return out;
}
