import { InvalidArrayError } from "./array-errors.js";
import { normalizeAxis, type Shape, type Strides } from "./layout.js";

/** One axis of a slice: an index, `[start, stop, step]` in the manner of Python with any part left out, or null for all. */
export type Range = number | readonly [start?: number | null, stop?: number | null, step?: number | null] | null;

interface View {
  readonly shape: Shape;
  readonly strides: Strides;
  readonly offset: number;
}

export function sliceView({ shape, strides, offset }: View, ranges: readonly Range[]): View {
  if (ranges.length > shape.length) throw new InvalidArrayError(`${shape.length} axes take at most as many ranges, received ${ranges.length}.`);
  const sliced: { extent: number; stride: number }[] = [];
  let origin = offset;
  for (const [axis, extent] of shape.entries()) {
    const range = ranges[axis] ?? null;
    const stride = strides[axis] as number;
    if (typeof range === "number") {
      origin += checkIndex(range, axis, extent) * stride;
      continue;
    }
    const { start, count, step } = resolve(range ?? [], axis, extent);
    if (count > 0) origin += start * stride;
    sliced.push({ extent: count, stride: stride * step });
  }
  return { shape: sliced.map(({ extent }) => extent), strides: sliced.map(({ stride }) => stride), offset: origin };
}

function checkIndex(index: number, axis: number, extent: number): number {
  if (!Number.isInteger(index) || index < -extent || index >= extent) {
    throw new InvalidArrayError(`index ${index} is outside of axis ${axis} with extent ${extent}.`);
  }
  return normalizeAxis(index, extent);
}

/** Python's `slice.indices`. */
function resolve([start, stop, step]: readonly (number | null | undefined)[], axis: number, extent: number) {
  const by = step ?? 1;
  if (![start ?? 0, stop ?? 0, by].every(Number.isInteger) || by === 0) {
    throw new InvalidArrayError(`axis ${axis}: start, stop and step must be integers and step not 0, received [${start}, ${stop}, ${step}].`);
  }
  const [low, high] = by > 0 ? [0, extent] : [-1, extent - 1];
  const bound = (value: number) => Math.min(Math.max(value < 0 ? value + extent : value, low), high);
  const first = start == null ? (by > 0 ? low : high) : bound(start);
  const last = stop == null ? (by > 0 ? high : low) : bound(stop);
  return { start: first, count: Math.max(0, Math.ceil((last - first) / by)), step: by };
}
