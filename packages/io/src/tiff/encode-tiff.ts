import { deflateSync } from "node:zlib";
import { bytesPerElement, dtypeKind, type NdArray } from "@openhcs/core";
import { packBits } from "../bit-packing.js";
import { hostIsLittleEndian } from "../byte-order.js";
import { ImageRequestError, UnsupportedImageError } from "../image-errors.js";
import type { WriteTarget } from "../image-format.js";
import type { Length, WritableImage } from "../image.js";
import { bytesOf } from "../pixel-allocation.js";
import { describeImage, type PagedImage } from "./describe-image.js";
import { directoryBytes, encodeDirectory, type Field } from "./encode-directory.js";
import { difference } from "./predictor.js";
import { photometric, tag } from "./tags.js";

/** Bytes of a strip before compression. */
const stripBytes = 2 ** 18;

/** Differenced camera data gain less than 2 % from higher levels, which take two to four times as long. */
const deflateLevel = 4;

/** Pixels beyond this need 64-bit offsets: 4 GiB less what directories may take. */
const classicLimit = 2 ** 32 - 2 ** 26;

/**
 * A TIFF of one page per plane, in strips, deflated with horizontal differencing of integers, in the machine's byte order; BigTIFF
 * where 4 GiB do not suffice. The first page carries OME-XML, or JSON where OME has no word for an axis or the dtype.
 */
export function* encodeTiff(image: WritableImage, target: WriteTarget, limit = classicLimit): Generator<Uint8Array> {
  const paged = pagedImage(image, target.file);
  const isBig = paged.array.bytes > limit;
  const header = encodeHeader(isBig);
  yield header;
  let at = header.length;
  const description = describeImage(paged);
  const planes = [...planesOf(paged)];
  for (const [i, plane] of planes.entries()) {
    const strips = stripsOf(plane, paged, target);
    const page = pageFields(paged, target, i === 0 ? description : undefined);
    const dataAt = at + directoryBytes([...page, ...stripFields(strips, 0)], isBig);
    const stored = strips.parts.reduce((sum, part) => sum + part.length, 0);
    // Directories begin at even positions.
    const end = dataAt + stored + (stored & 1);
    const isLast = i === planes.length - 1;
    yield encodeDirectory([...page, ...stripFields(strips, dataAt)], at, isLast ? 0 : end, isBig);
    yield* strips.parts;
    if (stored & 1) yield new Uint8Array(1);
    at = end;
  }
}

interface Strips {
  readonly rows: number;
  readonly parts: readonly Uint8Array[];
}

function pagedImage({ array, axes, pixelSize = {}, channelNames }: WritableImage, file: string): PagedImage {
  const named = axes ?? ["", "", "YX", "IYX"][array.rank];
  if (named === undefined || !/^[^YXS]*YXS?$/.test(named)) {
    throw new ImageRequestError(file, `TIFF holds planes, so axes must end in YX or YXS, received ${axes === undefined ? "none" : `"${axes}"`} for ${array}. Name them, or transpose.`);
  }
  if (array.size === 0) throw new UnsupportedImageError(file, `TIFF cannot hold the empty ${array}.`);
  return { array, axes: named, pixelSize, ...(channelNames && { channelNames }) };
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
function* planesOf({ array, axes }: PagedImage): Generator<NdArray> {
  const leading = array.shape.slice(0, axes.indexOf("Y"));
  const count = leading.reduce((product, extent) => product * extent, 1);
  for (let plane = 0; plane < count; plane++) {
    const index: number[] = [];
    for (let axis = leading.length - 1, rest = plane; axis >= 0; axis--) {
      index[axis] = rest % (leading[axis] as number);
      rest = Math.trunc(rest / (leading[axis] as number));
    }
    yield array.slice(...index);
  }
}

function stripsOf(plane: NdArray, paged: PagedImage, { compression }: WriteTarget): Strips {
  const elements = bytesOf(plane);
  const [height, width] = plane.shape as [number, number];
  const samples = samplesOf(paged);
  const size = bytesPerElement(plane.dtype);
  const rowBytes = width * samples * size;
  const rows = Math.min(height, Math.max(1, Math.trunc(stripBytes / rowBytes)));
  const parts: Uint8Array[] = [];
  for (let y = 0; y < height; y += rows) {
    const count = Math.min(rows, height - y);
    const strip = plane.dtype === "bool"
      ? packedRows(elements.subarray(y * rowBytes, (y + count) * rowBytes), count, rowBytes)
      : elements.slice(y * rowBytes, (y + count) * rowBytes);
    if (isDifferenced(paged, compression)) difference(strip, { rows: count, valuesPerRow: width * samples, samples, bytesPerValue: size });
    parts.push(compression === "none" ? strip : deflateSync(strip, { level: deflateLevel }));
  }
  return { rows, parts };
}

function packedRows(elements: Uint8Array, rows: number, values: number): Uint8Array {
  const rowBytes = Math.ceil(values / 8);
  const packed = new Uint8Array(rows * rowBytes);
  for (let y = 0; y < rows; y++) packBits(elements.subarray(y * values, (y + 1) * values), packed.subarray(y * rowBytes, (y + 1) * rowBytes));
  return packed;
}

function pageFields(paged: PagedImage, { compression }: WriteTarget, description: string | undefined): Field[] {
  const { array: { dtype, shape }, axes, pixelSize } = paged;
  const samples = samplesOf(paged);
  const [height, width] = [shape[axes.indexOf("Y")] as number, shape[axes.indexOf("X")] as number];
  const colours = samples === 3 || samples === 4 ? 3 : 1;
  const kind = dtypeKind(dtype);
  return [
    { code: tag.imageWidth, type: "long", values: [width] },
    { code: tag.imageLength, type: "long", values: [height] },
    { code: tag.bitsPerSample, type: "short", values: new Array<number>(samples).fill(dtype === "bool" ? 1 : 8 * bytesPerElement(dtype)) },
    { code: tag.compression, type: "short", values: [compression === "none" ? 1 : 8] },
    { code: tag.photometric, type: "short", values: [colours === 3 ? photometric.rgb : photometric.minIsBlack] },
    { code: tag.samplesPerPixel, type: "short", values: [samples] },
    { code: tag.planarConfiguration, type: "short", values: [1] },
    { code: tag.sampleFormat, type: "short", values: new Array<number>(samples).fill(kind === "float" ? 3 : kind === "int" ? 2 : 1) },
    ...(samples > colours ? [{ code: tag.extraSamples, type: "short", values: new Array<number>(samples - colours).fill(samples === 4 ? 2 : 0) } as const] : []),
    ...(isDifferenced(paged, compression) ? [{ code: tag.predictor, type: "short", values: [2] } as const] : []),
    ...(description === undefined ? [] : [{ code: tag.imageDescription, type: "ascii", values: [...Buffer.from(`${description}\0`, "latin1")] } as const]),
    { code: tag.software, type: "ascii", values: [...Buffer.from("OpenHCS\0", "latin1")] },
    ...resolutionFields(pixelSize.x, pixelSize.y),
  ];
}

/** The fields that say where the strips lie. */
function stripFields({ rows, parts }: Strips, dataAt: number): Field[] {
  let at = dataAt;
  const offsets = parts.map((part) => (at += part.length) - part.length);
  return [
    { code: tag.rowsPerStrip, type: "long", values: [rows] },
    { code: tag.stripOffsets, type: "word", values: offsets },
    { code: tag.stripByteCounts, type: "word", values: parts.map((part) => part.length) },
  ];
}

function resolutionFields(x: Length | undefined, y: Length | undefined): Field[] {
  if (x?.unit !== "µm" || y?.unit !== "µm") return [];
  return [
    { code: tag.xResolution, type: "rational", values: rational(1e4 / x.value) },
    { code: tag.yResolution, type: "rational", values: rational(1e4 / y.value) },
    { code: tag.resolutionUnit, type: "short", values: [3] },
  ];
}

/** Numerator and denominator, the latter the largest power of ten for which both fit into 32 bits. */
function rational(value: number): [number, number] {
  let denominator = 1e9;
  while (denominator > 1 && value * denominator > 0xffffffff) denominator /= 10;
  return [Math.min(0xffffffff, Math.round(value * denominator)), denominator];
}

function samplesOf({ array, axes }: PagedImage): number {
  return axes.endsWith("S") ? (array.shape.at(-1) as number) : 1;
}

function isDifferenced({ array: { dtype } }: PagedImage, compression: string): boolean {
  return compression === "deflate" && (dtypeKind(dtype) === "int" || dtypeKind(dtype) === "uint") && bytesPerElement(dtype) <= 4;
}
