import { areAxes } from "../axis-letters.js";
import type { PixelSize } from "../image.js";
import { lengthIn } from "../length-unit.js";
import { pixelSize } from "../pixel-size.js";
import { contiguousPages, resolutionOf, stacked, type PageSource, type Series, type SeriesReader } from "./series.js";
import { tag } from "./tags.js";

/** The description of a series; only `shape` is in every file. */
export interface ShapedDescription {
  readonly shape: readonly number[];
  readonly axes?: string;
  readonly pixelSize?: PixelSize;
  readonly channelNames?: readonly string[];
}

/**
 * Files whose pages describe the shape of a whole series as JSON: `{"shape": [2, 3, 64, 64], "axes": "TZYX"}`.
 *
 * tifffile writes them, and so does our writer where OME-XML has no words for an array.
 */
export const shapedSeries: SeriesReader = (source) => {
  const series: Series[] = [];
  for (let at = 0; at < source.directories.length; ) {
    const described = parseDescription(source.directories[at]?.text(tag.imageDescription) ?? "");
    const next = described === undefined ? undefined : seriesAt(source, at, described);
    if (next === undefined) return undefined;
    series.push(next.series);
    at += next.directories;
  }
  return series;
};

function seriesAt(source: PageSource, at: number, description: ShapedDescription): { readonly series: Series; readonly directories: number } | undefined {
  const { shape, axes, channelNames } = description;
  const first = source.page(at);
  const planes = product(shape) / product(first.shape);
  if (!Number.isSafeInteger(planes) || planes < 1) return undefined;
  const left = source.directories.length - at;
  const together = left === 1 && planes > 1 ? contiguousPages(first, planes) : undefined;
  if (together === undefined && planes > left) return undefined;
  const leading = shape.slice(0, shape.length - first.shape.length);
  const endsInPage = first.shape.every((extent, i) => shape[leading.length + i] === extent);
  const unnamed = endsInPage ? stacked(leading, "Q".repeat(leading.length), first) : stacked(planes === 1 ? [] : [planes], planes === 1 ? "" : "Q", first);
  const named = axes !== undefined && areAxes(axes, shape.length) ? { shape, axes } : unnamed;
  const isNamed = channelNames !== undefined && channelNames.length === named.shape[named.axes.indexOf("C")];
  const pages = together === undefined ? Array.from({ length: planes }, (_, i) => source.page(at + i)) : [together];
  const { x, y, z } = { ...resolutionOf(first.directory), ...description.pixelSize };
  return { series: { pages, ...named, pixelSize: pixelSize({ x, y, z }), ...(isNamed && { channelNames }) }, directories: together === undefined ? planes : 1 };
}

function parseDescription(text: string): ShapedDescription | undefined {
  const early = /^shape=\(([\d, ]+)\)$/.exec(text);
  if (early !== null) return { shape: (early[1] as string).split(",").filter((part) => part.trim() !== "").map(Number) };
  if (!text.startsWith('{"')) return undefined;
  try {
    const { shape, axes, pixelSize: size, channelNames: names } = JSON.parse(text) as Record<string, unknown>;
    if (!Array.isArray(shape) || !shape.every((extent) => Number.isSafeInteger(extent) && extent > 0)) return undefined;
    const areNames = Array.isArray(names) && names.every((name) => typeof name === "string");
    return { shape, pixelSize: parsePixelSize(size), ...(typeof axes === "string" && { axes }), ...(areNames && { channelNames: names }) };
  } catch {
    return undefined;
  }
}

function parsePixelSize(size: unknown): PixelSize {
  const lengths = (size ?? {}) as Readonly<Record<string, { readonly value?: unknown; readonly unit?: unknown } | null>>;
  const along = (axis: string) => lengthIn(Number(lengths[axis]?.value), String(lengths[axis]?.unit));
  return pixelSize({ x: along("x"), y: along("y"), z: along("z") });
}

function product(extents: readonly number[]): number {
  return extents.reduce((size, extent) => size * extent, 1);
}
