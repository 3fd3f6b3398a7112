import type { Dtype, NdArray } from "@openhcs/core";
import type { Length, PixelSize } from "../image.js";
import type { ShapedDescription } from "./shaped-series.js";

/** An array ready to be written: axes of pages first, then Y, X and perhaps S. */
export interface PagedImage {
  readonly array: NdArray;
  readonly axes: string;
  readonly pixelSize: PixelSize;
  readonly channelNames?: readonly string[];
}

const omeTypes: Partial<Record<Dtype, string>> = {
  bool: "bit", uint8: "uint8", int8: "int8", uint16: "uint16", int16: "int16", uint32: "uint32", int32: "int32", float32: "float", float64: "double",
};

/** OME-XML where it has words for the axes and the dtype, else JSON as tifffile has it; in ASCII, as the tag demands. */
export function describeImage(image: PagedImage): string {
  return describeAsOme(image) ?? describeAsJson(image);
}

function describeAsOme({ array, axes, pixelSize, channelNames = [] }: PagedImage): string | undefined {
  const type = omeTypes[array.dtype];
  const leading = axes.replace(/YXS?$/, "");
  if (type === undefined || !/^(?!.*(.).*\1)[TZC]*$/.test(leading)) return undefined;
  const order = `XY${[...leading].reverse().join("")}${[..."CZT"].filter((axis) => !leading.includes(axis)).join("")}`;
  const extent = (axis: string) => (axes.includes(axis) ? (array.shape[axes.indexOf(axis)] as number) : 1);
  const samples = extent("S");
  const sizes = [..."XYZT"].map((axis) => ` Size${axis}="${extent(axis)}"`).join("");
  const physical = (["x", "y", "z"] as const).map((axis) => physicalSize(axis.toUpperCase(), pixelSize[axis])).join("");
  const channels = Array.from({ length: extent("C") }, (_, i) => {
    const name = channelNames[i] === undefined ? "" : ` Name="${escape(channelNames[i])}"`;
    return `<Channel ID="Channel:0:${i}" SamplesPerPixel="${samples}"${name}/>`;
  });
  return (
    '<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    'xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd" Creator="OpenHCS">' +
    `<Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="${order}" Type="${type}"${sizes} SizeC="${extent("C") * samples}"${physical}>` +
    `${channels.join("")}<TiffData/></Pixels></Image></OME>`
  );
}

function describeAsJson({ array, axes, pixelSize, channelNames }: PagedImage): string {
  const description: ShapedDescription = { shape: array.shape, axes, pixelSize, ...(channelNames && { channelNames }) };
  return JSON.stringify(description).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Micrometres are the default of the schema. */
function physicalSize(axis: string, length: Length | undefined): string {
  if (length === undefined) return "";
  return ` PhysicalSize${axis}="${length.value}"${length.unit === "µm" ? "" : ` PhysicalSize${axis}Unit="${escape(length.unit)}"`}`;
}

/** Numbers stand for what is not ASCII or has a meaning; control characters, which XML has no way to write, become spaces. */
function escape(text: string): string {
  return text.replace(/\p{Cc}/gu, " ").replace(/[&<>"]|\P{ASCII}/gu, (character) => `&#x${(character.codePointAt(0) as number).toString(16)};`);
}
