import { sizeOf, type Shape } from "@openhcs/core";

/** A window on every pixel, and which of its positions is the pixel itself. */
export interface Box {
  readonly shape: Shape;
  readonly centre: readonly number[];
}

/** An image whose last three axes are z, y and x, whatever axes there are before; missing ones have extent 1. */
export interface Stacks {
  readonly count: number;
  readonly depth: number;
  readonly height: number;
  readonly width: number;
}

export function stacksOf(shape: Shape): Stacks {
  const [depth, height, width] = lastThree(shape, 1);
  return { count: sizeOf(shape.slice(0, -3)), depth, height, width };
}

/** Numbers of the axes z, y and x from a list of one per axis. */
export function lastThree(list: readonly number[], missing: number): [z: number, y: number, x: number] {
  const [z = missing, y = missing, x = missing] = [...new Array<number>(Math.max(0, 3 - list.length)).fill(missing), ...list.slice(-3)];
  return [z, y, x];
}

/** Distances of neighbours are 32 bits wide. */
const mostDistance = 2 ** 31 - 1;

/** `true`, or why kernels that go by stacks cannot take such a window on an image. */
export function liesInStacks(shape: Shape, box: Shape): true | string {
  if (box.slice(0, -3).some((extent) => extent > 1)) return "leaves windows over more than three axes to the reference";
  const [deep, high, wide] = lastThree(box, 1);
  const { height, width } = stacksOf(shape);
  return deep * (height + high) * (width + wide) <= mostDistance || "leaves planes of so many pixels to the reference";
}

/** Arguments by which kernels know an image with a border around it: its extents, and those with the border. */
export interface ExtendedStacks {
  readonly shape: Shape;
  readonly extents: readonly [depth: number, height: number, width: number, deep: number, high: number, wide: number];
  readonly before: readonly [z: number, y: number, x: number];
}

export function extendedStacks(shape: Shape, box: Box): ExtendedStacks {
  const { count, depth, height, width } = stacksOf(shape);
  const [z, y, x] = lastThree(box.shape, 1);
  const [deep, high, wide] = [depth + z - 1, height + y - 1, width + x - 1];
  return { shape: [count, deep, high, wide], extents: [depth, height, width, deep, high, wide], before: lastThree(box.centre, 0) };
}

/** From where a window begins in an extended image to its positions for which `belongs` is true, in C order. */
export function distancesIn({ extents: [, , , , high, wide] }: ExtendedStacks, box: Shape, belongs: (position: number) => boolean): Int32Array {
  const [, y, x] = lastThree(box, 1);
  const positions = Array.from({ length: sizeOf(box) }, (_, position) => position).filter(belongs);
  return Int32Array.from(positions, (position) => {
    const line = Math.floor(position / x);
    return (Math.floor(line / y) * high + (line % y)) * wide + (position % x);
  });
}
