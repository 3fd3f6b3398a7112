import { ImageRequestError } from "./image-errors.js";
import type { ImageRequest } from "./image-format.js";

/** Checks the options `page`, `series` and `level` against what a file holds. @throws ImageRequestError */
export function requirePage({ file, page = 0, series = 0, level = 0 }: ImageRequest, pages: number, allSeries = 1, levels = 1): void {
  requireIndex(file, "page", page, pages);
  requireIndex(file, "series", series, allSeries);
  requireIndex(file, "level", level, levels);
}

/** @throws ImageRequestError unless the option is an index below `count` */
export function requireIndex(file: string, option: string, value: number, count: number): void {
  if (Number.isInteger(value) && value >= 0 && value < count) return;
  throw new ImageRequestError(file, `"${option}" must be an integer in [0, ${count - 1}], received ${value}.`);
}
