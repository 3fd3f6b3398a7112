import { areAxes } from "./axis-letters.js";
import { ImageRequestError } from "./image-errors.js";
import type { WritableImage } from "./image.js";

/** @throws ImageRequestError where axes or channel names do not fit the array */
export function checkAxes(file: string, { array, axes, channelNames }: WritableImage): void {
  if (axes !== undefined && !areAxes(axes, array.rank)) {
    throw new ImageRequestError(file, `axes must be a capital letter of its own for each axis of ${array}, received "${axes}".`);
  }
  const channels = axes?.includes("C") ? array.shape[axes.indexOf("C")] : undefined;
  if (channelNames !== undefined && channelNames.length !== channels) {
    throw new ImageRequestError(file, `${channelNames.length} channel names need an axis C of that extent, axes are "${axes ?? ""}" of ${array}.`);
  }
}
