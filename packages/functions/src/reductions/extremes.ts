import { allocate, InvalidArgumentError, NdArray, sizeOf, toFloat16 } from "@openhcs/core";
import { linesOf, type Axes, type Lines, type NanPolicy } from "./lines.js";

/** 1 for the largest elements, −1 for the smallest. */
export type Sign = 1 | -1;

interface Choices {
  readonly axis?: Axes;
  readonly nanPolicy: NanPolicy;
}

interface Reduced {
  readonly values: NdArray;
  readonly value?: number;
}

/** The extreme of every line in the image's dtype, 64-bit integers exactly: the first NaN, unless they are omitted and there is something else. */
export function extremes({ image }: { readonly image: NdArray }, { axis, nanPolicy }: Choices, sign: Sign): Reduced {
  const lines = linesOf(image, axis);
  const { dtype } = image;
  const data = allocate(dtype, sizeOf(lines.shape));
  const encode = dtype === "float16" ? toFloat16 : (element: number) => element;
  for (const [index, position] of extremePositions(lines, sign, nanPolicy).entries()) data[index] = encode((position < 0 ? NaN : lines.elements[position]) as number);
  const values = new NdArray({ data, shape: lines.shape, dtype });
  return lines.shape.length === 0 ? { values, value: Number(values.get()) } : { values };
}

/**
 * The index of the first extreme within every line.
 *
 * @throws InvalidArgumentError where NaN are omitted and a line has nothing else
 */
export function extremeIndices(name: string, { image }: { readonly image: NdArray }, { axis, nanPolicy }: Choices, sign: Sign): Reduced {
  const lines = linesOf(image, axis);
  const data = Uint32Array.from(extremePositions(lines, sign, nanPolicy), (position, index) => {
    if (position < 0) throw new InvalidArgumentError(name, "image", "must have more than NaN along the axes where they are omitted", NaN);
    return position - index * lines.length;
  });
  const values = new NdArray({ data, shape: lines.shape });
  return lines.shape.length === 0 ? { values, value: data[0] as number } : { values };
}

/** Where each line has its first extreme, counted over all lines; the first NaN, or where they are omitted −1 for a line without anything else. */
function extremePositions({ elements, length, shape }: Lines, sign: Sign, nanPolicy: NanPolicy): Float64Array {
  const positions = new Float64Array(sizeOf(shape));
  for (let index = 0; index < positions.length; index++) {
    positions[index] = extremePosition(elements as Float64Array, index * length, (index + 1) * length, sign, nanPolicy);
  }
  return positions;
}

function extremePosition(elements: Float64Array, start: number, end: number, sign: Sign, nanPolicy: NanPolicy): number {
  let best = -1;
  for (let at = start; at < end; at++) {
    const value = elements[at] as number;
    if (Number.isNaN(value)) {
      if (nanPolicy === "omit") continue;
      return at;
    }
    if (best < 0 || (sign === 1 ? value > (elements[best] as number) : value < (elements[best] as number))) best = at;
  }
  return best;
}
