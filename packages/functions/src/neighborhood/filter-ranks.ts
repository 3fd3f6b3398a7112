/** Ranks of images in which pixels have neighbours. */
export const filterRanks = [1, 2, 3, 4, 5, 6, 7, 8] as const;
