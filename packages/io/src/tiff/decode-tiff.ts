import { bytesPerElement } from "@openhcs/core";
import { CorruptImageError, ImageTooLargeError, UnsupportedImageError } from "../image-errors.js";
import type { ImageSource } from "../image-format.js";
import type { Image } from "../image.js";
import { requireIndex, requirePage } from "../page-request.js";
import { allocatePixels } from "../pixel-allocation.js";
import { checkPromise, decodePage, pageBytes } from "./decode-page.js";
import { isAuxiliary, readDirectories, type Directory } from "./directory.js";
import { imagejSeries } from "./imagej-series.js";
import { omeSeries } from "./ome-series.js";
import { readPage, type Page } from "./page.js";
import { pageSeries } from "./page-series.js";
import { levelsOf, reducedSeries } from "./reduced-series.js";
import { resolutionOf, stacked, type PageSource, type Series, type SeriesList, type SeriesReader } from "./series.js";
import { shapedSeries } from "./shaped-series.js";
import { tag } from "./tags.js";
import { TiffBytes } from "./tiff-bytes.js";

/** Asked in this order; the last takes any file. */
const seriesReaders: readonly SeriesReader[] = [omeSeries, imagejSeries, shapedSeries, pageSeries];

/** A TIFF or BigTIFF with the axes and the pixel size of its OME-XML, ImageJ or tifffile description. */
export async function decodeTiff(source: ImageSource): Promise<Image> {
  const directories = readDirectories(...openTiff(source));
  if (directories.length === 0) throw new CorruptImageError(source.file, "has no pages.");
  if (source.page !== undefined) {
    requirePage({ ...source, level: 0 }, directories.length);
    return decodeLevel(source, singlePage(directories[source.page] as Directory));
  }
  const all = seriesOf(source, directories);
  requirePage({ ...source, page: 0, level: 0 }, 1, all.length);
  const image = await decodeLevel(source, all.at(source.series ?? 0) as Series);
  return all.length === 1 ? image : { ...image, seriesCount: all.length };
}

async function decodeLevel(source: ImageSource, series: Series): Promise<Image> {
  const levels = levelsOf(series);
  const { level = 0 } = source;
  requireIndex(source.file, "level", level, levels);
  const image = await decodeSeries(source, level === 0 ? series : reducedSeries(series, level));
  return levels === 1 ? image : { ...image, levelCount: levels };
}

export function isTiff(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  return head === "II*\0" || head === "MM\0*" || head === "II+\0" || head === "MM\0+";
}

/** The file's numbers and where its first directory is. */
function openTiff(source: ImageSource): [TiffBytes, number] {
  const isLittleEndian = source.bytes[0] === 0x49;
  const isBig = source.bytes[isLittleEndian ? 2 : 3] === 43;
  const bytes = new TiffBytes(source, isLittleEndian, isBig);
  if (isBig && (bytes.u16(4) !== 8 || bytes.u16(6) !== 0)) throw bytes.corrupt(`BigTIFF must have offsets of 8 bytes, has ${bytes.u16(4)}.`);
  return [bytes, bytes.word(isBig ? 8 : 4)];
}

function seriesOf({ file }: ImageSource, all: readonly Directory[]): SeriesList {
  const own = all.filter((directory) => !isAuxiliary(directory));
  const directories = own.length === 0 ? all : own;
  const pages = new Map<number, Page>();
  const page = (index: number): Page => {
    const known = pages.get(index) ?? readPage(directories[index] as Directory);
    pages.set(index, known);
    return known;
  };
  const source: PageSource = { file, directories, page, description: directories[0]?.text(tag.imageDescription) ?? "" };
  for (const reader of seriesReaders) {
    const series = reader(source);
    if (series !== undefined) return series;
  }
  return [];
}

function singlePage(directory: Directory): Series {
  const page = readPage(directory);
  return { pages: [page], ...stacked([], "", page), pixelSize: resolutionOf(directory) };
}

async function decodeSeries(source: ImageSource, series: Series): Promise<Image> {
  const { pages, shape, axes, pixelSize, channelNames } = series;
  const first = pages[0] as Page;
  checkUniform(source, pages);
  for (const page of pages) checkPromise(page);
  checkTotal(source, series);
  const array = allocatePixels(source, first.dtype, shape);
  for (const codec of new Set(pages.map((page) => page.codec))) await codec.ready?.();
  for (const [place, page] of pages.entries()) decodePage(page, array, place);
  return { array, axes, pixelSize, ...(channelNames && { channelNames }) };
}

function checkUniform({ file }: ImageSource, pages: readonly Page[]): void {
  const describe = ({ dtype, shape }: Page) => `${dtype} [${shape.join(", ")}]`;
  const [first, ...rest] = pages as [Page, ...Page[]];
  const odd = rest.find((page) => describe(page) !== describe(first));
  if (odd === undefined) return;
  const rule = `its pages differ and make no single array: page ${first.index} is ${describe(first)}, page ${odd.index} is ${describe(odd)}.`;
  throw new UnsupportedImageError(file, `${rule} Option "page" reads one of them.`);
}

/** Pages may share blocks, so what each of them can hold is no bound on the whole. */
function checkTotal({ file, bytes, maxBytes }: ImageSource, { pages }: Series): void {
  const total = pages.reduce((sum, page) => sum + pageBytes(page), 0);
  if (total > maxBytes) throw new ImageTooLargeError(file, total, maxBytes);
  const ratio = pages.reduce((most, { codec, dtype, bits }) => Math.max(most, (codec.maxRatio * 8 * bytesPerElement(dtype)) / bits), 0);
  if (total > bytes.length * ratio) throw new CorruptImageError(file, `${pages.length} pages of ${total} bytes cannot come out of ${bytes.length}.`);
}
