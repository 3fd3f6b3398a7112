import { dtypeRange, isDtype, isFloat, type Dtype } from "@openhcs/core";

/** Names of ranges: of the values, of the image's dtype, of a dtype, or of cameras with fewer bits than their dtype. */
export const rangeNames = [
  "image", "dtype", "bool", "uint8", "int8", "uint10", "uint12", "uint14", "uint16", "int16", "uint32", "int32", "float", "float16", "float32", "float64",
] as const;
export type RangeName = (typeof rangeNames)[number];

export type Range = readonly [low: number, high: number];

/** A range by name, or the two values themselves. */
export type RangeChoice = RangeName | Range;

/** `true`, or what a range must be. */
export function checkRange(name: string, value: unknown): true | string {
  const isPair = Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "number");
  return isPair || (rangeNames as readonly unknown[]).includes(value) || `must have a ${name} of two numbers, or one of ${rangeNames.join(", ")}`;
}

/** The intensities that a range spans; those of float dtypes are [−1, 1]. @param own of the values themselves */
export function intensityRange(choice: RangeChoice, own: () => Range, dtype: Dtype): Range {
  if (typeof choice !== "string") return choice;
  if (choice === "image") return own();
  const name = choice === "dtype" ? dtype : choice;
  if (!isDtype(name)) return name === "float" ? [-1, 1] : [0, 2 ** Number(name.slice("uint".length)) - 1];
  if (isFloat(name)) return [-1, 1];
  const { min, max } = dtypeRange(name);
  return [min, max];
}

/** The dtype in which values of a range are kept: the image's for its own ranges, floats for two numbers. */
export function rangeDtype(choice: RangeChoice, dtype: Dtype): Dtype {
  if (typeof choice !== "string") return dtype === "float32" || dtype === "float16" ? "float32" : "float64";
  if (choice === "image" || choice === "dtype") return dtype;
  if (isDtype(choice)) return choice;
  return choice === "float" ? "float64" : "uint16";
}
