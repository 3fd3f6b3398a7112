import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { isInteger, type NdArray } from "@openhcs/core";
import { ImageRequestError } from "../image-errors.js";
import type { WriteTarget } from "../image-format.js";
import type { WritableImage } from "../image.js";
import { halve, levelsUntil, mostLevels } from "../pyramid/halve.js";
import { quote } from "../quote.js";
import { axisMetadata, ngffImage, omeroMetadata, transformations, type NgffImage } from "./ngff-image.js";
import { writeArray } from "./write-array.js";
import { defaultVersion, versioned, writeGroup } from "./write-json.js";

/** The smallest resolution is no longer than this where nobody asks for a number of them. */
const smallestLevel = 256;

/** Fills a folder with an image of OME-NGFF, its resolutions and its label images. */
export async function writeZarr(folder: string, image: WritableImage, target: WriteTarget): Promise<void> {
  const { file, ngffVersion = defaultVersion } = target;
  const ngff = ngffImage(image, file);
  const labels = Object.entries(image.labels ?? {}).map(([name, array]) => [name, labelImage(name, array, ngff, file)] as const);
  const omero = omeroMetadata(ngff);
  await writeMultiscales(folder, ngff, target, { ...(omero && { omero }) }, basename(file).replace(/(\.ome)?\.zarr$/i, ""));
  if (labels.length === 0) return;
  const labelsFolder = join(folder, "labels");
  await mkdir(labelsFolder);
  await writeGroup(labelsFolder, ngffVersion, { labels: labels.map(([name]) => name) });
  for (const [name, label] of labels) {
    const labelFolder = join(labelsFolder, name);
    await mkdir(labelFolder);
    await writeMultiscales(labelFolder, label, { ...target, downsampling: "nearest" }, { "image-label": versioned({ source: { image: "../../" } }, ngffVersion) }, name);
  }
}

async function writeMultiscales(folder: string, image: NgffImage, target: WriteTarget, more: object, name: string): Promise<void> {
  const { ngffVersion = defaultVersion, downsampling = "mean" } = target;
  const [height, width] = image.array.shape.slice(-2) as [number, number];
  const levels = Math.min(target.levels ?? levelsUntil(height, width, smallestLevel), mostLevels(height, width));
  const isMean = downsampling === "mean" && image.array.dtype !== "bool";
  const datasets = Array.from({ length: levels }, (_, level) => ({ path: String(level), coordinateTransformations: transformations(image, level, isMean) }));
  let { array } = image;
  for (const { path } of datasets) {
    if (path !== "0") array = halve(array, downsampling);
    await writeArray(join(folder, path), array, image.axes, { ...target, ngffVersion });
  }
  const type = downsampling === "nearest" ? "nearest" : "local mean";
  const multiscales = [versioned({ name, axes: axisMetadata(image), datasets, ...(levels > 1 && { type }) }, ngffVersion)];
  await writeGroup(folder, ngffVersion, { multiscales, ...more });
}

function labelImage(name: string, array: NdArray, image: NgffImage, file: string): NgffImage {
  if (!/^[\p{L}\p{N}_-][\p{L}\p{N}_. -]*$/u.test(name)) throw new ImageRequestError(file, `the name of a label image must be of letters, digits, "_", "-", "." and spaces, received ${quote(name)}.`);
  if (!isInteger(array.dtype)) throw new ImageRequestError(file, `label image ${quote(name)} must be of integers, received ${array}.`);
  const extent = (axis: string) => image.array.shape[image.axes.indexOf(axis)] as number;
  const { givenAxes } = image;
  const candidates = [givenAxes, givenAxes.replace("C", ""), givenAxes.replace(/[CT]/g, ""), givenAxes.replace(/[CTZ]/g, "")];
  const axes = candidates.find((candidate) => candidate.length === array.rank && [...candidate].every((axis, i) => array.shape[i] === extent(axis)));
  if (axes === undefined) throw new ImageRequestError(file, `label image ${quote(name)} must have the extents of the image, [${[...givenAxes].map(extent).join(", ")}] along ${givenAxes}, with or without C, received ${array}.`);
  return ngffImage({ array, axes, pixelSize: image.pixelSize }, file);
}
