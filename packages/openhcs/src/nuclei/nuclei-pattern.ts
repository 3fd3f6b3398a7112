import type { Chain } from "@openhcs/core";

/** The scale of the nuclei, which all other lengths follow. */
export interface NucleiScale {
  readonly diameterPx: number;
}

/**
 * From a channel of stained nuclei to their labels: normalise, smooth, take off the background, compress, threshold, fill holes, part what
 * touches, drop what is small, label. For planes [Y, X], which patterns see as stacks of one.
 */
export function nucleiPattern({ diameterPx }: NucleiScale): Chain {
  const area = (Math.PI / 4) * diameterPx ** 2;
  return [
    ["percentileNormalize", { low: 1, high: 99.5 }],
    ["gaussian", { sigma: [0, diameterPx / 16, diameterPx / 16] }],
    // A disk twice as wide as a nucleus follows the illumination and the haze between nuclei, and never a nucleus.
    ["whiteTophat", { footprint: { shape: "disk", radius: Math.round(diameterPx) } }],
    // Otsu's threshold is drawn to the brightest nuclei; compressed, faint ones lie above it too.
    ["power", { value: 0.7 }],
    "thresholdOtsu",
    "invert",
    ["removeSmallObjects", { minSize: Math.round(0.2 * area) }],
    "invert",
    ["openhcs:splitTouching", { distance: Math.ceil(0.3 * diameterPx), sigma: diameterPx / 10 }],
    ["removeSmallObjects", { minSize: Math.max(4, Math.round(0.15 * area)) }],
    ["label", { connectivity: 1 }],
  ];
}

/** What the other channels are shown by: their contrast stretched. */
export function stainPattern(): Chain {
  return [["percentileNormalize", { low: 1, high: 99.7 }]];
}
