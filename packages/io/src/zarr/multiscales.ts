import { areAxes } from "../axis-letters.js";
import type { PixelSize } from "../image.js";
import { lengthIn } from "../length-unit.js";
import { pixelSize } from "../pixel-size.js";
import { quote } from "../quote.js";
import type { ZarrNode } from "./node.js";
import { isObject, type ZarrFolder } from "./zarr-folder.js";

/** An image of several resolutions (OME-NGFF 0.1 to 0.5, "multiscales"). */
export interface Multiscales {
  /** One letter per axis, in the array's order. */
  readonly axes: string;
  readonly levels: readonly Level[];
}

export interface Level {
  /** Of the array, below the image. */
  readonly path: string;
  readonly pixelSize: PixelSize;
}

interface Axis {
  readonly name: string;
  readonly unit?: string;
}

/** Of NGFF before 0.3, which names none. */
const earlyAxes: readonly Axis[] = [..."tczyx"].map((name) => ({ name }));

const readVersions = ["0.1", "0.2", "0.3", "0.4", "0.5"];

/** The multiscale images that a group declares; none where it is something else. @throws CorruptImageError, UnsupportedImageError */
export function multiscalesOf({ folder, zarrFormat, ome }: ZarrNode): Multiscales[] {
  const { multiscales } = ome;
  if (multiscales === undefined) return [];
  if (!Array.isArray(multiscales) || !multiscales.every(isObject)) throw folder.corrupt("multiscales must be a list of objects.");
  return multiscales.map((image) => {
    checkVersion(folder, zarrFormat === 3 ? ome.version : image.version);
    return parseMultiscales(folder, image);
  });
}

export function checkVersion(folder: ZarrFolder, version: unknown): void {
  if (version === undefined || (typeof version === "string" && readVersions.some((known) => version === known || version.startsWith(`${known}.`)))) return;
  throw folder.unsupported(`OME-NGFF ${quote(String(version))} is not read, only ${readVersions[0]} to ${readVersions.at(-1)}.`);
}

function parseMultiscales(folder: ZarrFolder, { axes: named = earlyAxes, datasets, coordinateTransformations: common }: Readonly<Record<string, unknown>>): Multiscales {
  if (!Array.isArray(named) || named.length > 8) throw folder.corrupt("the axes of multiscales must be a list.");
  const axes = named.map((axis) => parseAxis(folder, axis));
  if (!Array.isArray(datasets) || datasets.length === 0 || !datasets.every(isObject)) throw folder.corrupt("multiscales must have datasets.");
  const whole = scaleOf(folder, common, axes.length);
  const levels = datasets.map(({ path, coordinateTransformations: own }): Level => {
    folder.below(path, "the path of a dataset");
    const scale = scaleOf(folder, own, axes.length)?.map((step, axis) => step * (whole?.[axis] ?? 1)) ?? whole;
    const along = (name: string) => {
      const at = axes.findIndex((axis) => axis.name === name);
      const { unit } = axes[at] ?? {};
      return unit === undefined || scale === undefined ? undefined : lengthIn(scale[at] as number, unit);
    };
    return { path: path as string, pixelSize: pixelSize({ x: along("x"), y: along("y"), z: along("z") }) };
  });
  return { axes: axisLetters(axes.map(({ name }) => name)), levels };
}

/** T, C, Z, Y and X by name; whatever else an axis is called, it is Q. */
export function axisLetters(names: readonly (string | null)[]): string {
  const letters = names.map((name) => (/^[tczyx]$/i.test(name ?? "") ? (name as string).toUpperCase() : "Q")).join("");
  return areAxes(letters, names.length) ? letters : "Q".repeat(names.length);
}

function parseAxis(folder: ZarrFolder, axis: unknown): Axis {
  if (typeof axis === "string") return { name: axis };
  if (!isObject(axis) || typeof axis.name !== "string") throw folder.corrupt(`an axis must have a name, is ${quote(JSON.stringify(axis) ?? "missing")}.`);
  return { name: axis.name, ...(typeof axis.unit === "string" && { unit: axis.unit }) };
}

/** The distance of samples along each axis; undefined where none is given, as before 0.4. */
function scaleOf(folder: ZarrFolder, transformations: unknown, rank: number): number[] | undefined {
  if (transformations === undefined) return undefined;
  if (!Array.isArray(transformations) || !transformations.every(isObject)) throw folder.corrupt("coordinateTransformations must be a list of objects.");
  const odd = transformations.find(({ type }) => type !== "scale" && type !== "translation" && type !== "identity");
  if (odd !== undefined) throw folder.unsupported(`coordinate transformation ${quote(String(odd.type))} is not read.`);
  const given = transformations.find(({ type }) => type === "scale");
  if (given === undefined) return undefined;
  const { scale } = given;
  if (scale === undefined && given.path !== undefined) throw folder.unsupported("a scale in an array of its own is not read.");
  if (!Array.isArray(scale) || scale.length !== rank || !scale.every((step) => typeof step === "number")) throw folder.corrupt(`a scale must be ${rank} numbers, one per axis, is ${quote(JSON.stringify(scale) ?? "missing")}.`);
  return scale as number[];
}
