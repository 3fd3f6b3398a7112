import { ndarray, type NdArray } from "@openhcs/core";
import { applyThreshold, distanceTransformEdt, gaussian, label, multiply, peakLocalMax, watershed } from "@openhcs/functions";

/**
 * Cuts a mask where two round objects touch, by lines one pixel wide.
 *
 * A function as a researcher would write it: a few library functions in a row, registered by its host as `openhcs:splitTouching`.
 * Objects are told apart by shape alone: each has its middle where it is farthest from the background.
 */
export const splitTouching = ndarray({
  contract: "pure2d",
  result: "mask",
  documentation: "Cuts a mask where two round objects touch: by the watershed of its distance transform, in lines one pixel wide that do not connect along rows and columns.",
  tags: ["segmentation", "objects", "watershed"],
  parameters: {
    distance: { type: "integer", default: 5, min: 1, unit: "px", description: "how far the middles of objects are apart along rows or columns" },
    sigma: { type: "number", default: 1, min: 0, unit: "px", description: "smooths the distances, against ragged edges" },
  },
})(async function splitTouching(mask: NdArray, distance: number, sigma: number): Promise<NdArray> {
  const depth = await gaussian(await distanceTransformEdt(mask), { sigma });
  const middles = await peakLocalMax(depth, { minDistance: distance, excludeBorder: 0, labels: await label(mask) });
  const basins = await watershed(await multiply(depth, { value: -1 }), { markers: middles, mask, watershedLine: true });
  return applyThreshold(basins, { threshold: 0 });
});
