import { defineFunction, InvalidArgumentError, isFloat, NdArray, sizeOf } from "@openhcs/core";
import { convertRange } from "../conversion/convert-range.js";
import { imageDtypes, imageRanks, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { equalizeByTiles } from "./adapthist.js";
import { extremesOf } from "./extremes.js";
import { opencvClahe } from "./opencv-clahe.js";

/** More numbers than this in the tables of all tiles are a mistake. */
const mostEntries = 1 << 26;

/** Tiles that reach far beyond the image are counted through for nothing, up to so many pixels in all. */
const mostCounted = 1 << 24;

/** Local contrast spread by the histograms of tiles, with a limit: CLAHE. */
export const equalizeAdapthist = defineFunction({
  name: "equalizeAdapthist",
  documentation: `Spreads local contrast by the histograms of tiles, with a limit that keeps noise down (CLAHE).

Each tile's histogram is cut at the clip limit, what was cut off spread over all bins, and cumulated into a table of grey levels; each pixel
is read in the tables of the tiles nearest to it and interpolated linearly. Tiles that reach beyond the image mirror it.

Conventions: skimage takes any number of axes; tiles have kernelSize pixels, by default an eighth of the extent; clipLimit is a fraction of
a tile's pixels (0 and less: no limit). Values are converted to 16 bits as \`convert\` does (floats must lie in [−1, 1], negative ones
become 0) and stretched to 2¹⁴ levels; the result is float64 in [0, 1], float32 for float32 images. Stacks are volumes: with sliceBySlice,
planes by themselves. Colours are not looked for. cv2 takes planes of uint8 and uint16, in tileGrid [rows, columns] tiles; clipLimit is a
multiple of the mean count of a bin (0: no limit).

Of a constant image skimage gives a constant, 0 or 1 unless the image is black, cv2 another grey value. NaN becomes 0, infinities are
refused. An axis of extent 1 has one tile. An empty image is refused.`,
  category: "exposure",
  tags: ["contrast", "intensity", "histogram", "adaptive", "local", "normalization"],
  synonyms: ["CLAHE", "clahe", "contrast limited adaptive histogram equalization", "adaptive histogram equalization", "equalize_adapthist", "createCLAHE"],
  source: "Zuiderveld 1994, Graphics Gems IV; skimage.exposure.equalize_adapthist 0.19; cv2.createCLAHE 4.6",
  citations: [{ text: "Zuiderveld K (1994). Contrast limited adaptive histogram equalization. In: Heckbert P S (ed.) Graphics Gems IV. Academic Press, San Diego, 474–485." }],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on; for cv2 a plane." } },
  parameters: {
    convention: { type: "string", choices: ["skimage", "cv2"], default: "skimage", description: "Whose definition is followed." },
    kernelSize: {
      type: "integer", perAxis: true, min: 1, max: 1 << 16, optional: true, unit: "px", when: { convention: "skimage" },
      description: "Extent of a tile, one for all axes or one per axis. Default: an eighth of the image's.",
    },
    tileGrid: {
      type: "list", items: { type: "integer", min: 1, max: 4096 }, minLength: 2, maxLength: 2, default: [8, 8], when: { convention: "cv2" },
      description: "Tiles along y and x.",
    },
    clipLimit: { type: "number", default: 0.01, defaultBy: { convention: { cv2: 40 } }, description: "Where histograms are cut; greater values give more contrast." },
    nbins: { type: "integer", min: 1, max: 1 << 14, default: 256, when: { convention: "skimage" }, description: "Bins of a tile's histogram." },
  },
  outputs: { image: { type: "array", result: "float", resultBy: { convention: { cv2: "image" } }, description: "The equalized image." } },
  contract: "flexible",
  cost: { latencyUs: 500, gbPerSec: 0.015 },
  tolerance: { kind: "allclose", rtol: 1e-4, atol: 1e-4 },
  examples: [{}, { kernelSize: 8, clipLimit: 0.03 }, { kernelSize: 16, nbins: 64 }],
  golden: [
    { op: "clahe", variant: "skimage", fixed: { convention: "skimage" }, options: { planewise: "sliceBySlice" } },
    { op: "clahe", variant: "cv2", fixed: { convention: "cv2" }, fixedOptions: { sliceBySlice: true } },
  ],
  check({ image }, { convention, kernelSize, tileGrid = [], nbins = 1 }) {
    if (image === undefined) return true;
    const { dtype, shape } = image;
    if (sizeOf(shape) === 0) return "must have a pixel";
    if (convention === "skimage") return checkTiles(shape, tilesOf(shape, kernelSize), nbins);
    if (dtype !== "uint8" && dtype !== "uint16") return "must be uint8 or uint16 for cv2";
    if (shape.length !== 2) return "must be a plane for cv2 (call a stack with sliceBySlice)";
    return sizeOf(tileGrid) * (dtype === "uint8" ? 256 : 65536) <= mostEntries || `must give at most ${mostEntries} bins in all tiles`;
  },
  reference({ image }, { convention, kernelSize, tileGrid = [], clipLimit, nbins = 256 }) {
    const { shape, dtype } = image;
    if (convention === "cv2") {
      const grid = tileGrid as readonly [number, number];
      const data = opencvClahe(numbersOf(image) as Uint8Array | Uint16Array, shape as readonly [number, number], { clipLimit, tileGrid: grid });
      return new NdArray({ data, shape, dtype });
    }
    const levels = equalizeByTiles(sixteenBits(image), shape, { tile: tilesOf(shape, kernelSize), clipLimit, nbins });
    const isSingle = dtype === "float32" || dtype === "float16";
    const data = isSingle ? new Float32Array(levels.length) : new Float64Array(levels.length);
    stretchToUnit(levels, data);
    return new NdArray({ data, shape });
  },
});

function checkTiles(shape: readonly number[], tile: readonly number[], nbins: number): true | string {
  const grid = shape.map((extent, axis) => Math.ceil(extent / (tile[axis] as number)));
  if (sizeOf(grid) * nbins > mostEntries) return `must give at most ${mostEntries} bins in all tiles`;
  const counted = sizeOf(grid) * sizeOf(tile);
  return counted <= Math.max(mostCounted, 4 * sizeOf(shape)) || `must have a kernelSize nearer to the image's size: the tiles have ${counted} pixels`;
}

function tilesOf(shape: readonly number[], kernelSize: number | readonly number[] | undefined): readonly number[] {
  return kernelSize === undefined ? shape.map((extent) => Math.max(1, extent >> 3)) : perAxis(kernelSize, shape.length);
}

function sixteenBits(image: NdArray): Numbers {
  if (isFloat(image.dtype)) {
    const values = numbersOf(image);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value < -1 || value > 1) throw new InvalidArgumentError("equalizeAdapthist", "image", "of floats must lie in [-1, 1]; rescale it first", value);
    }
  }
  return image.dtype === "uint16" ? numbersOf(image) : convertRange(image, "uint16") as Numbers;
}

/** Grey levels from their own range to [0, 1]; equal ones are cut to it. */
function stretchToUnit(levels: Uint16Array, target: Float32Array | Float64Array): void {
  const { min, max } = extremesOf(levels);
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i] as number;
    target[i] = min === max ? Math.min(1, level) : (level - min) / (max - min);
  }
}
