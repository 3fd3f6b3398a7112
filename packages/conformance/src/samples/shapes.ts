/** Shapes at which copies go wrong: rank 0 to 8, no elements, one element, odd sizes, axes of extent 1. */
export const shapes: readonly (readonly number[])[] = [
  [], [0], [1], [7], [1023],
  [0, 5], [5, 0], [1, 1], [1, 9], [9, 1], [3, 5], [17, 31],
  [2, 0, 3], [1, 4, 1], [3, 5, 7],
  [2, 1, 3, 5], [2, 3, 1, 2, 3], [1, 2, 1, 3, 1, 2], [2, 1, 2, 1, 2, 1, 3], [1, 2, 1, 2, 3, 1, 2, 1],
];

/** Shapes on which kernels meet the reference: planes and stacks, odd, small, and with axes of extent 1. */
export const imageShapes: readonly (readonly number[])[] = [
  [32, 48], [33, 17], [1, 40], [40, 1], [1, 1],
  [4, 16, 24], [3, 15, 11], [1, 16, 16], [5, 1, 12],
];

/** A plane and a stack, for checks that need one call that the kernel takes. */
export const oneImage: readonly (readonly number[])[] = [[24, 31], [3, 16, 19]];
