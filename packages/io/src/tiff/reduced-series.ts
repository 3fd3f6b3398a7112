import type { Length } from "../image.js";
import { pixelSize } from "../pixel-size.js";
import { reducedDirectories } from "./directory.js";
import { readPage, type Page } from "./page.js";
import type { Series } from "./series.js";

/** How many resolutions a series has, the full one included. */
export function levelsOf({ pages, shape }: Series): number {
  const [first] = pages as [Page];
  const endsInPage = first.shape.every((extent, i) => shape[shape.length - first.shape.length + i] === extent);
  return endsInPage ? 1 + reducedDirectories(first.directory).length : 1;
}

/** A lower resolution of a series, as SubIFDs hold it since OME-TIFF 6. @throws CorruptImageError where a page lacks it */
export function reducedSeries(series: Series, level: number): Series {
  const { pages, shape } = series;
  const reduced = pages.map(({ directory, bytes, index }) => {
    const below = reducedDirectories(directory)[level - 1];
    if (below === undefined) throw bytes.corrupt(`page ${index} has no resolution ${level}, as the first page has.`);
    return readPage(below);
  });
  const [full, first] = [pages[0], reduced[0]] as [Page, Page];
  const { x, y, z } = series.pixelSize;
  return {
    ...series, pages: reduced, shape: [...shape.slice(0, shape.length - full.shape.length), ...first.shape],
    pixelSize: pixelSize({ x: times(x, full.width / first.width), y: times(y, full.height / first.height), z }),
  };
}

function times(length: Length | undefined, factor: number): Length | undefined {
  return length && { ...length, value: length.value * factor };
}
