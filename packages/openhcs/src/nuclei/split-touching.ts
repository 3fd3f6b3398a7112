import { ndarray, NdArray } from "@openhcs/core";
import { gaussian } from "@openhcs/functions";
import { basins } from "./basins.js";
import { distanceTransform } from "./distance-transform.js";

/**
 * Cuts a mask where two round objects touch, by lines one pixel wide.
 *
 * A function as a researcher would write it: plain code over library functions, registered by its host as `openhcs:splitTouching`.
 * Objects are told apart by shape alone: each bulge that is `depth` pixels deeper than the neck to the next one is an object.
 */
export const splitTouching = ndarray({
  contract: "pure2d",
  result: "mask",
  documentation: "Cuts a mask where two round objects touch: by the watershed of its distance transform, in lines one pixel wide that do not connect along rows and columns.",
  tags: ["segmentation", "objects", "watershed"],
  parameters: {
    depth: { type: "number", default: 1, min: 0, unit: "px", description: "how much deeper a bulge is than the neck beside it" },
    sigma: { type: "number", default: 1, min: 0, unit: "px", description: "smooths the distances, against ragged edges" },
  },
})(async function splitTouching(mask: NdArray, depth: number, sigma: number): Promise<NdArray> {
  const distances = await gaussian(distanceTransform(mask), { sigma });
  const [, width = 0] = mask.shape;
  const source = mask.packed().data as Uint8Array;
  const peaks = basins({ heights: distances.data as Float32Array, mask: source, width }, depth);
  const cut = source.map((marked, at) => (marked === 0 || meetsAnother(peaks, at, width) ? 0 : 1));
  return new NdArray({ data: cut, shape: mask.shape, dtype: "bool" });
});

/** Whether the pixel to the right or below belongs to another peak. */
function meetsAnother(peaks: Int32Array, at: number, width: number): boolean {
  const peak = peaks[at];
  const right = (at + 1) % width === 0 ? -1 : (peaks[at + 1] ?? -1);
  const below = peaks[at + width] ?? -1;
  return (right !== -1 && right !== peak) || (below !== -1 && below !== peak);
}
