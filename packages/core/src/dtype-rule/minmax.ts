import type { Dtype } from "../array/dtype.js";

/** OpenHCS's scaling of the unit interval to an integer dtype; other integer dtypes are not scaled. */
const scaling: Readonly<Partial<Record<Dtype, { readonly scale: number; readonly offset: number }>>> = {
  uint8: { scale: 255, offset: 0 },
  uint16: { scale: 65535, offset: 0 },
  uint32: { scale: 4294967295, offset: 0 },
  int16: { scale: 65535, offset: 32768 },
  int32: { scale: 4294967295, offset: 2147483648 },
};

/**
 * Values rescaled so that their own range spans the target's, still as floats: bit-compatible with OpenHCS.
 *
 * Every operation is rounded to the source's precision. A constant or empty range is left as it is; a NaN makes all NaN.
 * @param values float32 or float64
 */
export function minmaxScale(values: Float32Array | Float64Array, target: Dtype): Float32Array | Float64Array {
  const round = values instanceof Float32Array ? Math.fround : (value: number) => value;
  const [min, max] = rangeOf(values);
  if (max <= min) return values;
  const span = round(max - min);
  const { scale, offset } = scaling[target] ?? { scale: 1, offset: 0 };
  const low = round(-offset);
  const high = round(offset === 0 ? scale : scale - offset - 128);
  const clamps = scaling[target] !== undefined;
  return values.map((value) => {
    const unit = round(round(value - min) / span);
    if (!clamps) return unit;
    const scaled = round(round(unit * round(scale)) - offset);
    return Math.min(Math.max(scaled, low), high);
  });
}

function rangeOf(values: Float32Array | Float64Array): readonly [number, number] {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return [min, max];
}
