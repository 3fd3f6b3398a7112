import { bytesPerElement } from "@openhcs/core";
import type { PixelSize } from "../image.js";
import { lengthFromDensity } from "../length-unit.js";
import { pixelSize } from "../pixel-size.js";
import type { Directory } from "./directory.js";
import type { Page } from "./page.js";
import { tag } from "./tags.js";

/** Pages that make one array, in C order of the axes before their own. */
export interface Series {
  readonly pages: readonly Page[];
  readonly shape: readonly number[];
  readonly axes: string;
  readonly pixelSize: PixelSize;
  readonly channelNames?: readonly string[];
}

/** The series of a file, made out when they are asked for; a list of them is one. */
export interface SeriesList {
  readonly length: number;
  at(index: number): Series | undefined;
}

/** Understands one kind of description; undefined where the file has another. */
export type SeriesReader = (pages: PageSource) => SeriesList | undefined;

/** The pages of a file, read when they are asked for. */
export interface PageSource {
  readonly file: string;
  /** Of the first page. */
  readonly description: string;
  readonly directories: readonly Directory[];
  /** By index in `directories`. */
  page(index: number): Page;
}

/** Shape and axes of pages like `first` under further axes, without those of extent 1. */
export function squeezed(shape: readonly number[], axes: string, first: Page): Pick<Series, "shape" | "axes"> {
  const kept = shape.map((extent) => extent !== 1);
  return stacked(shape.filter((_, i) => kept[i]), [...axes].filter((_, i) => kept[i]).join(""), first);
}

/** Shape and axes of pages like `first` under further axes. */
export function stacked(shape: readonly number[], axes: string, first: Page): Pick<Series, "shape" | "axes"> {
  return { shape: [...shape, ...first.shape], axes: axes + first.axes };
}

/** The pixel size by the resolution tags, where their unit is the centimetre or the inch. */
export function resolutionOf(directory: Directory): PixelSize {
  const perMetre = { 2: 1 / 0.0254, 3: 100 }[directory.number(tag.resolutionUnit, 2)];
  return perMetre === undefined ? {} : pixelSize({
    x: lengthFromDensity((directory.rational(tag.xResolution) ?? 0) * perMetre),
    y: lengthFromDensity((directory.rational(tag.yResolution) ?? 0) * perMetre),
  });
}

/**
 * Planes that lie one after the other behind the only page that has a directory, as ImageJ and tifffile write stacks.
 * @returns one page as high as all of them; undefined where the file does not hold that many
 */
export function contiguousPages(page: Page, count: number): Page | undefined {
  const { blocks, bytes, codec, bits, dtype, width, height, samples, shape } = page;
  const size = (width * height * samples * bits) / 8;
  const [first = 0] = blocks.offsets;
  const isContiguous = blocks.offsets.every((offset, i) => i === 0 || offset === (blocks.offsets[i - 1] as number) + (blocks.byteCounts[i - 1] as number));
  if (codec.maxRatio !== 1 || blocks.areTiles || !isContiguous || page.isPlanar || bits !== 8 * bytesPerElement(dtype)) return undefined;
  if (!(first + count * size <= bytes.length)) return undefined;
  const offsets = Array.from({ length: count }, (_, i) => first + i * size);
  const planes = { width, height, areTiles: false, across: 1, down: count, offsets, byteCounts: offsets.map(() => size) };
  return { ...page, height: count * height, shape: [count * height, ...shape.slice(1)], blocks: planes };
}
