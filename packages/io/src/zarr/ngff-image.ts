import { dtypeRange, isInteger, type NdArray } from "@openhcs/core";
import { ImageRequestError, UnsupportedImageError } from "../image-errors.js";
import type { Length, PixelSize, WritableImage } from "../image.js";

/** An array whose axes are those of OME-NGFF, in their order: t, c, z, y, x. */
export interface NgffImage {
  readonly array: NdArray;
  readonly axes: string;
  /** The same axes in the order in which they were given. */
  readonly givenAxes: string;
  readonly pixelSize: PixelSize;
  readonly channelNames?: readonly string[];
}

const order = "TCZYX";

/**
 * Brings an image into the axes that OME-NGFF has. Colours become channels; an axis of unknown meaning is taken for the first of z, c
 * and t that is free.
 * @throws ImageRequestError, UnsupportedImageError
 */
export function ngffImage({ array, axes, pixelSize = {}, channelNames }: WritableImage, file: string): NgffImage {
  const named = ngffAxes(axes, array, file);
  if (array.size === 0) throw new UnsupportedImageError(file, `OME-Zarr cannot hold the empty ${array}.`);
  const ordered = [...order].filter((axis) => named.includes(axis));
  const isNamed = channelNames !== undefined && axes?.includes("C") === true;
  return { array: array.transpose(ordered.map((axis) => named.indexOf(axis))), axes: ordered.join(""), givenAxes: named, pixelSize, ...(isNamed && { channelNames }) };
}

function ngffAxes(axes: string | undefined, array: NdArray, file: string): string {
  let named = axes ?? order.slice(Math.max(0, order.length - array.rank));
  for (const axis of named.replaceAll(/[TCZYX]/g, "")) {
    const free = [...(axis === "S" ? "C" : "ZCT")].find((candidate) => !named.includes(candidate));
    if (free === undefined || !"SIQ".includes(axis)) break;
    named = named.replace(axis, free);
  }
  if (array.rank >= 2 && array.rank <= 5 && /^[TCZYX]+$/.test(named) && named.includes("Y") && named.includes("X")) return named;
  throw new ImageRequestError(file, `OME-Zarr has the axes T, C, Z, Y and X, of which Y and X must be there, received ${axes === undefined ? "none" : `"${axes}"`} for ${array}. Rename or split the others.`);
}

const types: Readonly<Record<string, string>> = { T: "time", C: "channel", Z: "space", Y: "space", X: "space" };

/** The axes as metadata; a unit where the pixel size has one that NGFF has a word for. */
export function axisMetadata({ axes, pixelSize }: NgffImage): Readonly<Record<string, string>>[] {
  return [...axes].map((axis) => ({ name: axis.toLowerCase(), type: types[axis] as string, ...(isMicrometre(lengthAlong(axis, pixelSize)) && { unit: "micrometer" }) }));
}

/** The transformations of a level whose Y and X were halved so often. */
export function transformations({ axes, pixelSize }: NgffImage, halvings: number, isMean: boolean): object[] {
  const factor = 2 ** halvings;
  const steps = [...axes].map((axis) => {
    const length = lengthAlong(axis, pixelSize);
    return length !== undefined && isMicrometre(length) ? length.value : 1;
  });
  const isHalved = (axis: number) => "YX".includes(axes[axis] as string);
  const scale = steps.map((step, axis) => (isHalved(axis) ? step * factor : step));
  // The mean of pixels lies between their centres.
  const translation = steps.map((step, axis) => (isHalved(axis) ? (step * (factor - 1)) / 2 : 0));
  return [{ type: "scale", scale }, ...(isMean && halvings > 0 ? [{ type: "translation", translation }] : [])];
}

/** Names, colours and ranges of channels as viewers expect them; only where names are known. */
export function omeroMetadata({ array, axes, channelNames }: NgffImage): object | undefined {
  if (channelNames === undefined) return undefined;
  const at = axes.indexOf("C");
  const colours = ["0000FF", "00FF00", "FF0000", "FF00FF", "00FFFF", "FFFF00"];
  const channels = channelNames.map((label, i) => {
    const channel = array.slice(...Array.from({ length: at }, () => null), i);
    const [start, end] = [finite(channel.min()), finite(channel.max())];
    const { min, max } = isInteger(array.dtype) ? dtypeRange(array.dtype) : { min: start, max: end };
    return { label, color: colours[i % colours.length], active: true, window: { min, max, start, end } };
  });
  return { channels };
}

function finite(value: number | bigint): number {
  return Number.isFinite(Number(value)) ? Number(value) : 0;
}

function lengthAlong(axis: string, pixelSize: PixelSize): Length | undefined {
  return pixelSize[axis.toLowerCase() as keyof PixelSize];
}

function isMicrometre(length: Length | undefined): boolean {
  return length?.unit === "µm";
}
