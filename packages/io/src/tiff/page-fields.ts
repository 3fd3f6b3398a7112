import { bytesPerElement, dtypeKind, type NdArray } from "@openhcs/core";
import type { Length, PixelSize } from "../image.js";
import { latin1Bytes } from "../latin1.js";
import type { BlockLayout, Blocks } from "./encode-blocks.js";
import type { Field } from "./encode-directory.js";
import { photometric, tag } from "./tags.js";

export interface PageTraits {
  readonly layout: BlockLayout;
  readonly pixelSize: PixelSize;
  readonly description?: string;
  /** A smaller copy of the page whose directory leads to it. */
  readonly isReduced?: boolean;
}

/** What a directory says of a plane, [Y, X] or [Y, X, S], besides where its blocks lie. */
export function pageFields({ dtype, shape }: NdArray, { layout, pixelSize, description, isReduced = false }: PageTraits): Field[] {
  const { samples, compression, predictor } = layout;
  const [height, width] = shape as [number, number];
  const colours = samples === 3 || samples === 4 ? 3 : 1;
  const kind = dtypeKind(dtype);
  return [
    ...(isReduced ? [{ code: tag.newSubfileType, type: "long", values: [1] } as const] : []),
    { code: tag.imageWidth, type: "long", values: [width] },
    { code: tag.imageLength, type: "long", values: [height] },
    { code: tag.bitsPerSample, type: "short", values: new Array<number>(samples).fill(dtype === "bool" ? 1 : 8 * bytesPerElement(dtype)) },
    { code: tag.compression, type: "short", values: [compression === "none" ? 1 : 8] },
    { code: tag.photometric, type: "short", values: [colours === 3 ? photometric.rgb : photometric.minIsBlack] },
    { code: tag.samplesPerPixel, type: "short", values: [samples] },
    { code: tag.planarConfiguration, type: "short", values: [1] },
    { code: tag.sampleFormat, type: "short", values: new Array<number>(samples).fill(kind === "float" ? 3 : kind === "int" ? 2 : 1) },
    ...(samples > colours ? [{ code: tag.extraSamples, type: "short", values: new Array<number>(samples - colours).fill(samples === 4 ? 2 : 0) } as const] : []),
    ...(predictor === 1 ? [] : [{ code: tag.predictor, type: "short", values: [predictor] } as const]),
    ...(description === undefined ? [] : [{ code: tag.imageDescription, type: "ascii", values: [...latin1Bytes(`${description}\0`)] } as const]),
    { code: tag.software, type: "ascii", values: [...latin1Bytes("OpenHCS\0")] },
    ...resolutionFields(pixelSize.x, pixelSize.y),
  ];
}

/** The fields that say where the blocks lie. */
export function blockFields({ width, height, parts }: Blocks, { tileSize }: BlockLayout, dataAt: number): Field[] {
  let at = dataAt;
  const offsets = parts.map((part) => (at += part.length) - part.length);
  const byteCounts = parts.map((part) => part.length);
  if (tileSize === undefined) {
    return [
      { code: tag.rowsPerStrip, type: "long", values: [height] },
      { code: tag.stripOffsets, type: "word", values: offsets },
      { code: tag.stripByteCounts, type: "word", values: byteCounts },
    ];
  }
  return [
    { code: tag.tileWidth, type: "long", values: [width] },
    { code: tag.tileLength, type: "long", values: [height] },
    { code: tag.tileOffsets, type: "word", values: offsets },
    { code: tag.tileByteCounts, type: "word", values: byteCounts },
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
