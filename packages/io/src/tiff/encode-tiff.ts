import { bytesPerElement, isFloat, isInteger, type Dtype, type NdArray } from "@openhcs/core";
import { hostIsLittleEndian } from "../byte-order.js";
import { ImageRequestError, UnsupportedImageError } from "../image-errors.js";
import type { WriteTarget } from "../image-format.js";
import type { PixelSize, WritableImage } from "../image.js";
import { indexAt } from "../index-at.js";
import { halve, mostLevels } from "../pyramid/halve.js";
import { describeImage, type PagedImage } from "./describe-image.js";
import { encodeBlocks, type BlockLayout, type Blocks } from "./encode-blocks.js";
import { directoryBytes, encodeDirectory, type Field } from "./encode-directory.js";
import { blockFields, pageFields, type PageTraits } from "./page-fields.js";
import { tag } from "./tags.js";

/** A file that may be longer than this needs 64-bit offsets: 4 GiB less what deflate adds to data that it cannot pack. */
const classicLimit = 2 ** 32 - 2 ** 24;

/** More than a directory takes besides its description and the places of its blocks. */
const fieldBytes = 512;

/** What a block takes besides its pixels: its offset, its length, and the frame of deflate. */
const blockBytes = 24;

/** Of the tiles of pyramids, which viewers read by tiles, where nobody asks for another size. */
const pyramidTileSize = 512;

/**
 * A TIFF of one page per plane, in strips or tiles, deflated with horizontal differencing of integers, in the machine's byte order;
 * BigTIFF where 4 GiB do not suffice. The first page carries OME-XML, or JSON where OME has no word for an axis or the dtype; lower
 * resolutions lie in directories below each page, as in OME-TIFF 6.
 */
export function* encodeTiff(image: WritableImage, target: WriteTarget, limit = classicLimit): Generator<Uint8Array> {
  const { file } = target;
  const paged = pagedImage(image, file);
  const layout = layoutOf(paged, target);
  const levels = levelsOf(paged, target);
  const isBig = target.bigTiff ?? mostBytes(paged, layout, levels) > limit;
  const header = encodeHeader(isBig);
  yield header;
  let at = header.length;
  const description = describeImage(paged);
  const planes = planesOf(paged);
  for (const [i, plane] of planes.entries()) {
    const pages = pyramidOf(plane, levels, target, layout).map((level, halvings) => encodedPage(level, {
      layout, pixelSize: enlarged(paged.pixelSize, 2 ** halvings), isReduced: halvings > 0, ...(i === 0 && halvings === 0 && { description }),
    }));
    const { pieces, end } = placed(pages, layout, at, i === planes.length - 1, isBig);
    if (!isBig && end > 0xffffffff) throw new UnsupportedImageError(file, "more than 4 GiB need 64-bit offsets. Leave the option bigTiff out, or set it.");
    yield* pieces;
    at = end;
  }
}

/** What the file takes where nothing can be packed, tiles at the edges being whole. */
function mostBytes({ array, axes }: PagedImage, { tileSize, samples }: BlockLayout, levels: number): number {
  const at = axes.indexOf("Y");
  const [height, width] = array.shape.slice(at) as [number, number];
  const planes = array.shape.slice(0, at).reduce((product, extent) => product * extent, 1);
  const pixelBytes = samples * bytesPerElement(array.dtype);
  const levelBytes = Array.from({ length: levels }, (_, level) => {
    const [rows, columns] = [Math.ceil(height / 2 ** level), Math.ceil(width / 2 ** level)];
    const [down, across] = tileSize === undefined ? [rows, 1] : [Math.ceil(rows / tileSize), Math.ceil(columns / tileSize)];
    const pixels = tileSize === undefined ? rows * columns : down * across * tileSize ** 2;
    return pixels * pixelBytes + blockBytes * down * across + fieldBytes;
  });
  return planes * levelBytes.reduce((sum, bytes) => sum + bytes, 0);
}

interface EncodedPage {
  readonly fields: readonly Field[];
  readonly blocks: Blocks;
}

function encodedPage(plane: NdArray, traits: PageTraits): EncodedPage {
  return { fields: pageFields(plane, traits), blocks: encodeBlocks(plane, traits.layout) };
}

/** A page and its lower resolutions, one behind the other from `at` on, each a directory and its blocks. */
function placed(pages: readonly EncodedPage[], layout: BlockLayout, at: number, isLast: boolean, isBig: boolean): { readonly pieces: Uint8Array[]; readonly end: number } {
  const starts: number[] = [];
  let end = at;
  const dataAt = pages.map(({ fields, blocks }, level) => {
    starts.push(end);
    const below: Field[] = level === 0 && pages.length > 1 ? [{ code: tag.subDirectories, type: "word", values: pages.slice(1).map(() => 0) }] : [];
    const data = end + directoryBytes([...fields, ...below, ...blockFields(blocks, layout, 0)], isBig);
    const stored = blocks.parts.reduce((sum, part) => sum + part.length, 0);
    end = data + stored + (stored & 1); // Directories begin at even positions.
    return data;
  });
  if (!isBig && end > 0xffffffff) return { pieces: [], end };
  const pieces = pages.flatMap(({ fields, blocks }, level) => {
    const below: Field[] = level === 0 && pages.length > 1 ? [{ code: tag.subDirectories, type: "word", values: starts.slice(1) }] : [];
    const next = level > 0 || isLast ? 0 : end;
    const directory = encodeDirectory([...fields, ...below, ...blockFields(blocks, layout, dataAt[level] as number)], starts[level] as number, next, isBig);
    const stored = blocks.parts.reduce((sum, part) => sum + part.length, 0);
    return [directory, ...blocks.parts, ...(stored & 1 ? [new Uint8Array(1)] : [])];
  });
  return { pieces, end };
}

function pagedImage({ array, axes, pixelSize = {}, channelNames }: WritableImage, file: string): PagedImage {
  const named = axes ?? ["", "", "YX", "IYX"][array.rank];
  if (named === undefined || !/^[^YXS]*YXS?$/.test(named)) {
    throw new ImageRequestError(file, `TIFF holds planes, so axes must end in YX or YXS, received ${axes === undefined ? "none" : `"${axes}"`} for ${array}. Name them, or transpose.`);
  }
  if (array.size === 0) throw new UnsupportedImageError(file, `TIFF cannot hold the empty ${array}.`);
  return { array, axes: named, pixelSize, ...(channelNames && { channelNames }) };
}

function layoutOf({ array, axes }: PagedImage, { file, compression, tileSize, levels = 1, predictor }: WriteTarget): BlockLayout {
  if (tileSize !== undefined && tileSize % 16 !== 0) throw new ImageRequestError(file, `"tileSize" must be a multiple of 16 in TIFF, received ${tileSize}.`);
  return {
    compression, tileSize: tileSize ?? (levels > 1 ? pyramidTileSize : undefined),
    predictor: predictorOf(array.dtype, compression, predictor, file), samples: axes.endsWith("S") ? (array.shape.at(-1) as number) : 1,
  };
}

/** Differences are undone by any reader for integers of up to 32 bits, and by few for the rest. */
function predictorOf(dtype: Dtype, compression: string, asked: WriteTarget["predictor"], file: string): 1 | 2 | 3 {
  if (compression === "none" || asked === "none") return 1;
  if (asked === undefined) return isInteger(dtype) && bytesPerElement(dtype) <= 4 ? 2 : 1;
  const fits = asked === "horizontal" ? isInteger(dtype) : isFloat(dtype);
  if (!fits) throw new ImageRequestError(file, `predictor "${asked}" is for ${asked === "horizontal" ? "integers" : "floats"}, received ${dtype}.`);
  return asked === "horizontal" ? 2 : 3;
}

function levelsOf({ array, axes }: PagedImage, { levels = 1 }: WriteTarget): number {
  const at = axes.indexOf("Y");
  return Math.min(levels, mostLevels(array.shape[at] as number, array.shape[at + 1] as number));
}

/** A plane and its lower resolutions. */
function pyramidOf(plane: NdArray, levels: number, { downsampling = "mean" }: WriteTarget, { samples }: BlockLayout): NdArray[] {
  const pyramid = [plane];
  while (pyramid.length < levels) pyramid.push(halve(pyramid.at(-1) as NdArray, downsampling, plane.rank === 3 ? samples : undefined));
  return pyramid;
}

function enlarged({ x, y, z }: PixelSize, factor: number): PixelSize {
  return { ...(x && { x: { ...x, value: x.value * factor } }), ...(y && { y: { ...y, value: y.value * factor } }), ...(z && { z }) };
}

function encodeHeader(isBig: boolean): Uint8Array {
  const header = new Uint8Array(isBig ? 16 : 8);
  const view = new DataView(header.buffer);
  header.fill(hostIsLittleEndian ? 0x49 : 0x4d, 0, 2);
  view.setUint16(2, isBig ? 43 : 42, hostIsLittleEndian);
  view.setUint16(4, 8, hostIsLittleEndian);
  if (isBig) view.setBigUint64(8, 16n, hostIsLittleEndian);
  else view.setUint32(4, 8, hostIsLittleEndian);
  return header;
}

/** Views on the planes of an array in C order of its leading axes. */
function planesOf({ array, axes }: PagedImage): NdArray[] {
  const leading = array.shape.slice(0, axes.indexOf("Y"));
  const count = leading.reduce((product, extent) => product * extent, 1);
  return Array.from({ length: count }, (_, plane) => array.slice(...indexAt(plane, leading)));
}
