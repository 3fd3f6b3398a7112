import type { Shape } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { partsProgram } from "./parts-program.js";

/** Complex numbers in float64, real and imaginary parts apart. */
export interface Parts {
  readonly re: DeviceArray;
  readonly im: DeviceArray;
}

/** Lines of an array along one axis: so many elements, `inner` apart, for each position of the axes before (outer) and after it (inner). */
export interface Lines {
  readonly length: number;
  readonly inner: number;
  readonly outer: number;
}

/** The lines' discrete Fourier transforms without normalisation, in arrays of the same shape; frees what it is of. */
export async function transformLines(work: DeviceWork, parts: Parts, lines: Lines): Promise<Parts> {
  if (lines.length === 1) return parts;
  const radices = radicesOf(lines.length);
  return radices === undefined ? chirpTransform(work, parts, lines) : splitTransform(work, parts, lines, radices);
}

/** Factors of a length that passes take; undefined where it has a larger prime factor, for which a convolution is less work. */
function radicesOf(length: number): readonly number[] | undefined {
  const radices: number[] = [];
  let rest = length;
  for (const radix of [8, 4, 2, 3, 5, 7, 11, 13]) {
    for (; rest % radix === 0; rest /= radix) radices.push(radix);
  }
  return rest === 1 ? radices : undefined;
}

async function splitTransform(work: DeviceWork, parts: Parts, { length, inner, outer }: Lines, radices: readonly number[]): Promise<Parts> {
  const roots = await work.table(circle(length, (k) => (-2 * Math.PI * k) / length), "float64");
  let from = parts;
  let to = partsOf(work, parts.re.shape);
  let done = 1;
  for (const radix of radices) {
    const program = await work.program(kernelSource("fourier/pass.cl", { compute: "float64", defines: { RADIX: radix } }));
    const count = outer * (length / radix) * inner;
    program.launch("fourier_pass", count, [from.re, from.im, to.re, to.im, roots, length, done, inner, count]);
    done *= radix;
    [from, to] = [to, from];
  }
  free(work, to);
  work.free(roots);
  return from;
}

/** Bluestein's: with jk = (j² + k² − (k − j)²) / 2 the transform is a convolution with a chirp, for which a power of two is long enough. */
async function chirpTransform(work: DeviceWork, parts: Parts, { length, inner, outer }: Lines): Promise<Parts> {
  const padded = 2 ** Math.ceil(Math.log2(2 * length - 1));
  // k² is reduced modulo 2n, so that large k lose no digits.
  const chirp = circle(length, (k) => (-Math.PI * ((k * k) % (2 * length))) / length);
  const kernel = await transformLines(work, await chirpKernel(work, chirp, padded), { length: padded, inner: 1, outer: 1 });
  const table = await work.table(chirp, "float64");
  const program = await partsProgram(work);
  const size = outer * padded * inner;
  const long = partsOf(work, [outer, padded, inner]);
  program.launch("chirp_in", size, [parts.re, parts.im, table, long.re, long.im, length, padded, inner, size]);
  const lines = { length: padded, inner, outer };
  const spectrum = await transformLines(work, long, lines);
  program.launch("multiply_parts", size, [spectrum.re, spectrum.im, kernel.re, kernel.im, padded, inner, size]);
  const { re: im, im: re } = await transformLines(work, { re: spectrum.im, im: spectrum.re }, lines);
  const count = outer * length * inner;
  program.launch("chirp_out", count, [re, im, table, parts.re, parts.im, length, padded, inner, 1 / padded, count]);
  free(work, { re, im });
  free(work, kernel);
  work.free(table);
  return parts;
}

/** The chirp's conjugate about the first element of a line of zeros. */
async function chirpKernel(work: DeviceWork, chirp: Float64Array, padded: number): Promise<Parts> {
  const length = chirp.length / 2;
  const [re, im] = [new Float64Array(padded), new Float64Array(padded)];
  for (let k = 0; k < length; k++) {
    for (const at of [k, (padded - k) % padded]) {
      re[at] = chirp[k] as number;
      im[at] = -(chirp[length + k] as number);
    }
  }
  return { re: await work.table(re, "float64"), im: await work.table(im, "float64") };
}

/** Cosines, then sines, of the given angles. */
function circle(length: number, angleOf: (k: number) => number): Float64Array {
  const angles = Float64Array.from({ length }, (_, k) => angleOf(k));
  const table = new Float64Array(2 * length);
  table.set(angles.map(Math.cos));
  table.set(angles.map(Math.sin), length);
  return table;
}

function partsOf(work: DeviceWork, shape: Shape): Parts {
  return { re: work.array("float64", shape), im: work.array("float64", shape) };
}

function free(work: DeviceWork, { re, im }: Parts): void {
  work.free(re);
  work.free(im);
}
