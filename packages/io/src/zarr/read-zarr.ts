import { ImageRequestError } from "../image-errors.js";
import type { ImageRequest } from "../image-format.js";
import type { Image, PixelSize } from "../image.js";
import { indexAt } from "../index-at.js";
import { requireIndex, requirePage } from "../page-request.js";
import { quote } from "../quote.js";
import { parseArray, type ZarrArray } from "./array-metadata.js";
import { axisLetters, multiscalesOf, type Multiscales } from "./multiscales.js";
import { readNode, requireNode, type ZarrNode } from "./node.js";
import { isPlate, isWell, platePositions, wellPositions } from "./read-plate.js";
import { readArray } from "./read-array.js";
import { isObject, ZarrFolder } from "./zarr-folder.js";

/**
 * An OME-Zarr image, the field of a plate or a well, a label image, or a plain Zarr array.
 *
 * Axes T, C and Z of extent 1 are left out, as in OME-TIFF.
 */
export async function readZarr(path: string, request: ImageRequest): Promise<Image> {
  const folder = await ZarrFolder.open(path);
  const node = await readNode(folder);
  if (node === undefined) throw folder.corrupt("is no array or group of Zarr.");
  if (node.kind === "array") return plainArray(node, request);
  const labels = labelNames(await labelsNode(node));
  const { label } = request;
  if (label !== undefined) {
    if (!labels.includes(label)) throw new ImageRequestError(request.file, `"label" must be one of ${labels.map(quote).join(", ") || "the label images, of which there are none"}, received ${quote(label)}.`);
    return imageIn(await requireNode(folder.below("labels", "labels"), label, "group", "a label image"), request);
  }
  const images = multiscalesOf(node);
  if (images.length > 0) return { ...(await imageIn(node, request)), ...(labels.length > 0 && { labelNames: labels }) };
  const positions = isPlate(node) ? await platePositions(node) : isWell(node) ? wellPositions(node) : await collection(node);
  if (positions.length === 0) throw folder.unsupported(`holds no image: its attributes are ${quote(Object.keys(node.ome).join(", ") || "none")}.`);
  const { series = 0 } = request;
  requireIndex(request.file, "series", series, positions.length);
  const { series: _, ...rest } = request;
  const image = await imageIn(await requireNode(folder, positions[series], "group", "an image"), rest);
  return positions.length === 1 ? image : { ...image, seriesCount: positions.length };
}

/** Images numbered from 0, as bioformats2raw lays them out. */
async function collection({ folder, attributes, ome }: ZarrNode): Promise<string[]> {
  if (ome["bioformats2raw.layout"] === undefined && attributes["bioformats2raw.layout"] === undefined) return [];
  const listed = (await readNode(folder.below("OME", "OME")))?.ome.series;
  if (Array.isArray(listed)) {
    for (const path of listed) folder.below(path, "the path of a series");
    return listed as string[];
  }
  const found: string[] = [];
  while (found.length < 10_000 && (await readNode(folder.below(String(found.length), "a series"))) !== undefined) found.push(String(found.length));
  return found;
}

async function labelsNode(node: ZarrNode): Promise<ZarrNode | undefined> {
  return readNode(node.folder.below("labels", "labels"));
}

function labelNames(labels: ZarrNode | undefined): string[] {
  const names = labels?.ome.labels;
  if (labels === undefined || names === undefined) return [];
  if (!Array.isArray(names)) throw labels.folder.corrupt("labels must be a list of names.");
  for (const name of names) labels.folder.below(name, "the name of a label image");
  return names as string[];
}

async function imageIn(node: ZarrNode, request: ImageRequest): Promise<Image> {
  const { folder, ome } = node;
  const all = multiscalesOf(node);
  const { series = 0, level = 0 } = request;
  requireIndex(request.file, "series", series, Math.max(1, all.length));
  const image = all[series];
  if (image === undefined) throw folder.corrupt("must have multiscales.");
  requireIndex(request.file, "level", level, image.levels.length);
  const { path, pixelSize } = image.levels[level] as Multiscales["levels"][number];
  const array = parseArray(await requireNode(folder, path, "array", `level ${level}`));
  if (array.shape.length !== image.axes.length) throw folder.corrupt(`level ${level} has ${array.shape.length} axes, multiscales name ${image.axes.length}.`);
  return {
    ...(await pixels(array, image.axes, pixelSize, channelNames(ome), request)),
    ...(all.length > 1 && { seriesCount: all.length }), ...(image.levels.length > 1 && { levelCount: image.levels.length }),
  };
}

async function plainArray(node: ZarrNode, request: ImageRequest): Promise<Image> {
  const array = parseArray(node);
  requirePage({ ...request, page: 0 }, 1);
  if (request.label !== undefined) throw new ImageRequestError(request.file, '"label" asks for a label image; a plain array has none.');
  const names = axisLetters(array.dimensionNames);
  const axes = names.length === array.shape.length && /[A-PR-Z]/.test(names) ? names : "QQQQQQYX".slice(8 - array.shape.length);
  return pixels(array, axes, {}, undefined, request);
}

/** A page is what the last two axes span. */
async function pixels(array: ZarrArray, axes: string, pixelSize: PixelSize, channels: readonly string[] | undefined, { file, maxBytes, page }: ImageRequest): Promise<Image> {
  const pageRank = Math.min(2, array.shape.length);
  if (page !== undefined) {
    const leading = array.shape.slice(0, array.shape.length - pageRank);
    requireIndex(file, "page", page, leading.reduce((product, extent) => product * extent, 1));
    return { array: await readArray(array, maxBytes, indexAt(page, leading)), axes: axes.slice(leading.length), pixelSize };
  }
  const read = await readArray(array, maxBytes);
  const kept = [...axes].map((axis, i) => !"TCZ".includes(axis) || read.shape[i] !== 1);
  const squeezed = read.slice(...kept.map((isKept) => (isKept ? null : 0)));
  const isNamed = channels !== undefined && channels.length === array.shape[axes.indexOf("C")] && kept[axes.indexOf("C")];
  return { array: squeezed, axes: [...axes].filter((_, i) => kept[i]).join(""), pixelSize, ...(isNamed && { channelNames: channels }) };
}

/** The names that OMERO's part of the attributes gives to channels; undefined unless each has one. */
function channelNames({ omero }: ZarrNode["ome"]): string[] | undefined {
  if (!isObject(omero) || !Array.isArray(omero.channels)) return undefined;
  const names = omero.channels.map((channel: unknown) => (isObject(channel) ? channel.label : undefined));
  return names.every((name) => typeof name === "string") ? (names as string[]) : undefined;
}
