import { normalizeAxis, readNumbers, sizeOf, type ArraySpec, type NdArray, type Shape, type TypedArray } from "@openhcs/core";

/** One axis, several, or all where absent. */
export type Axes = number | readonly number[] | undefined;

/** What is reduced to one value each: runs of elements, in C order of the axes that are left. */
export interface Lines {
  readonly elements: TypedArray;
  readonly length: number;
  /** The axes that are left, one line for each of their positions. */
  readonly shape: Shape;
}

/** An image's elements, float16 decoded, with those that are reduced together beside each other in C order. */
export function linesOf(image: NdArray, axis: Axes): Lines {
  const reduced = reducedAxes(axis, image.rank);
  const kept = image.shape.map((_, at) => at).filter((at) => !reduced.includes(at));
  const moved = image.transpose([...kept, ...reduced]);
  const elements = readNumbers(moved);
  moved.dispose();
  return { elements, length: sizeOf(reduced.map((at) => image.shape[at] as number)), shape: kept.map((at) => image.shape[at] as number) };
}

/** Calls with every line as doubles, 64-bit integers as the nearest ones; without its NaN where they are omitted. The line may be overwritten. */
export function forEachLine({ elements, length, shape }: Lines, nanPolicy: NanPolicy, visit: (line: Float64Array, index: number) => void): void {
  const numbers = elements.length > 0 && typeof elements[0] === "bigint" ? Float64Array.from(elements as BigInt64Array, Number) : (elements as Float64Array);
  const line = new Float64Array(length);
  for (let index = 0; index < sizeOf(shape); index++) {
    let count = 0;
    for (let at = index * length; at < (index + 1) * length; at++) {
      const value = numbers[at] as number;
      if (nanPolicy === "omit" && Number.isNaN(value)) continue;
      line[count++] = value;
    }
    visit(count === length ? line : line.subarray(0, count), index);
  }
}

export const nanPolicies = ["propagate", "omit"] as const;
export type NanPolicy = (typeof nanPolicies)[number];

/** The image's shape without the axes that are reduced. */
export function shapeOfLines({ image }: { readonly image?: ArraySpec }, { axis }: { readonly axis?: Axes }): Shape {
  const reduced = image === undefined ? [] : reducedAxes(axis, image.shape.length);
  return image?.shape.filter((_, at) => !reduced.includes(at)) ?? [];
}

/** Whether the axes are those of the image, each once. */
export function checkAxes({ image }: { readonly image?: ArraySpec }, { axis }: { readonly axis?: Axes }): true | string {
  const rank = image?.shape.length ?? 0;
  const axes = [axis ?? []].flat();
  if (!axes.every((at) => at >= -rank && at < rank)) return rank === 0 ? "must have no axis, as the image has none" : `must have axes in [${-rank}, ${rank - 1}]`;
  return new Set(reducedAxes(axis, rank)).size === axes.length || axis === undefined || "must have every axis once";
}

/** The same for reductions that no line of no elements has. */
export function checkLines(arrays: { readonly image?: ArraySpec }, parameters: { readonly axis?: Axes }): true | string {
  const answer = checkAxes(arrays, parameters);
  if (answer !== true || arrays.image === undefined) return answer;
  const { shape } = arrays.image;
  const isEmpty = sizeOf(shapeOfLines(arrays, parameters)) > 0 && reducedAxes(parameters.axis, shape.length).some((at) => shape[at] === 0);
  return !isEmpty || "must have an element along the axes";
}

/** Ascending; all where none is named. */
export function reducedAxes(axis: Axes, rank: number): readonly number[] {
  if (axis === undefined) return Array.from({ length: rank }, (_, at) => at);
  return [axis].flat().map((at) => normalizeAxis(at, rank)).sort((a, b) => a - b);
}
