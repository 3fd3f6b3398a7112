/** The parameter `nbins` of functions that find a threshold in a histogram. */
export const nbinsParameter = {
  type: "integer", min: 2, max: 1 << 24, default: 256, description: "Bins of the histogram of floats and bool.",
} as const;
