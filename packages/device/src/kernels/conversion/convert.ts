import { dtypeKind, dtypeRange, isBigInteger, isFloat, sizeOf, type Dtype } from "@openhcs/core";
import { convert } from "@openhcs/functions";
import { beyondUnitError, integerScale, magnitudeBits, type ConversionTarget } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import { deviceKernel, type Array as DeviceArray } from "../device-kernel.js";
import { numberIn } from "../reductions/with-value.js";
import { extremesOf } from "../thresholds/extremes-of.js";

export const convertKernel = deviceKernel(convert, {
  cost: { latencyUs: 40, gbPerSec: 4 },
  accumulates: "float64",
  needsFp64: ({ image }, { to, fromMask }) => to === "float64" || (to === "float32" && !fromMask && image !== undefined && isWide(image.dtype)),
  async run({ image }, { to, fromMask }, work) {
    const from = fromMask ? "bool" : image.dtype;
    const isChecked = isFloat(from) && !isFloat(to) && to !== "bool";
    const real = from === "float64" ? "double" : "float";
    const source = kernelSource("conversion/convert.cl", {
      elements: { IN: image.dtype, OUT: to },
      compute: to === "float64" || isWide(from) ? "float64" : "float32",
      defines: { FROM_FLOAT: Number(isChecked), REAL: real, CONVERTED: `(${expressionOf(from, to, real, fromMask)})` },
    });
    const program = await work.program(source);
    const [out, beyond] = [work.array(to, image.shape), work.zeros("int32", [])];
    const size = sizeOf(image.shape);
    const { factor, droppedBits } = await scaleOf(image, from, to, work);
    program.launch("convert_range", size, [image, out, beyond, size, factor, droppedBits]);
    if (isChecked && (await numberIn(beyond, work)) !== 0) throw beyondUnitError(await farthestIn(image, work));
    return out;
  },
});

/** An expression of `value`, `factor` and `dropped`, as the reference converts, each step rounded where it does. */
function expressionOf(from: Dtype, to: ConversionTarget, real: string, isMask: boolean): string {
  if (isMask) return `value != 0 ? ${highestOf(to)} : 0`;
  if (from === to) return "value";
  if (to === "bool") return `value > ${halfOf(from)} ? 1 : 0`;
  if (from === "bool") return `value != 0 ? ${highestOf(to)} : 0`;
  if (isFloat(from)) return isFloat(to) ? "(OUT_v)value" : fromFloat(to, real);
  if (isFloat(to)) return toFloat(from, to);
  if (from === "int8" && to === "int16") return "((int)value + 128) * 257 - 32768";
  const wide = dtypeKind(from) === "uint" ? "u64" : "i64";
  const scaled = `(((${wide})value * (${wide})factor) >> dropped)`;
  return dtypeKind(from) === "int" && dtypeKind(to) === "uint" ? `value < 0 ? (OUT_v)0 : (OUT_v)${scaled}` : `(OUT_v)${scaled}`;
}

function highestOf(to: ConversionTarget): number {
  return isFloat(to) || to === "bool" ? 1 : dtypeRange(to).max;
}

/** Half of the largest value, which of 64-bit integers is the nearest double. */
function halfOf(dtype: Dtype): string {
  if (isFloat(dtype)) return "(IN_v)0.5";
  return isBigInteger(dtype) ? `(IN_v)((u64)1 << ${magnitudeBits(dtype) - 1})` : String(Math.floor(dtypeRange(dtype).max / 2));
}

function fromFloat(to: ConversionTarget, real: string): string {
  const { min, max } = dtypeRange(to);
  const numbers = min < 0 ? [(max - min) / 2, 0.5, min, max] : [max, 0, min, max];
  return `whole_part((REAL)value, ${numbers.map((number) => `(${real})(${number})`).join(", ")})`;
}

/** In single precision where that holds what the peer keeps. */
function toFloat(from: Dtype, to: ConversionTarget): string {
  const type = to === "float32" && !isWide(from) ? "float" : "double";
  const per = 1 / dtypeRange(from).max;
  const perStep = type === "float" ? `bits_to_float(${bitsOf(Math.fround(per))}u)` : `bits_to_double(${doubleBitsOf(per)}ul)`;
  const scaled = `(${type})value * ${perStep}`;
  return dtypeKind(from) === "int" ? `(OUT_v)(${scaled} < -1 ? (${type})-1 : ${scaled})` : `(OUT_v)(${scaled})`;
}

async function scaleOf(image: DeviceArray, from: Dtype, to: ConversionTarget, work: DeviceWork): Promise<{ readonly factor: number; readonly droppedBits: number }> {
  if (isFloat(from) || isFloat(to) || from === "bool" || to === "bool" || from === to) return { factor: 1, droppedBits: 0 };
  const [given, wanted] = [magnitudeBits(from), magnitudeBits(to)];
  const highest = given > wanted && sizeOf(image.shape) > 0 ? (await extremesOf(image, work)).max : 0;
  return integerScale(given, wanted, highest);
}

async function farthestIn(image: DeviceArray, work: DeviceWork): Promise<number> {
  const { min, max } = await extremesOf(image, work, "omit");
  return min < -1 ? min : max;
}

function isWide(dtype: Dtype): boolean {
  return dtype === "int64" || dtype === "uint64" || dtype === "float64";
}

function bitsOf(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] as number;
}

function doubleBitsOf(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0] as bigint;
}
