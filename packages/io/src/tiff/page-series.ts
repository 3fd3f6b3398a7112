import { UnsupportedImageError } from "../image-errors.js";
import { resolutionOf, stacked, type SeriesReader } from "./series.js";

/** Pages of a file that says nothing of their meaning: axis I, where there are several. */
export const pageSeries: SeriesReader = ({ file, directories, page }) => {
  const pages = directories.map((_, i) => page(i));
  const [first] = pages;
  if (first === undefined) throw new UnsupportedImageError(file, "has no pages.");
  return [{ pages, ...(pages.length === 1 ? stacked([], "", first) : stacked([pages.length], "I", first)), pixelSize: resolutionOf(first.directory) }];
};
