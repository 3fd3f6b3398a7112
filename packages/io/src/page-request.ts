import { ImageRequestError } from "./image-errors.js";
import type { ImageSource } from "./image-format.js";

/** Checks the options `page` and `series` against what a file holds. @throws ImageRequestError */
export function requirePage({ file, page = 0, series = 0 }: ImageSource, pages: number, allSeries = 1): void {
  if (!isIndex(page, pages)) throw new ImageRequestError(file, `"page" must be an integer in [0, ${pages - 1}], received ${page}.`);
  if (!isIndex(series, allSeries)) throw new ImageRequestError(file, `"series" must be an integer in [0, ${allSeries - 1}], received ${series}.`);
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}
