import { messageOf } from "@openhcs/core";
import { parseXml, XmlElement } from "@rgrove/parse-xml";
import type { PixelSize } from "../image.js";
import { lengthIn } from "../length-unit.js";
import { pixelSize } from "../pixel-size.js";
import { quote, shorten } from "../quote.js";

/** One image of an OME-XML description. */
export interface OmeImage {
  /** Leading axes, slowest first: those of `DimensionOrder` but X and Y, reversed. */
  readonly axes: string;
  /** Extents of `axes`; colours that lie in the samples of a pixel do not count as channels. */
  readonly shape: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly pixelSize: PixelSize;
  /** Empty where any channel has no name. */
  readonly channelNames: readonly string[];
  readonly planes: readonly OmePlanes[];
}

/** Which planes (in C order of the leading axes) begin at which page: an element `TiffData`. */
export interface OmePlanes {
  readonly index: Readonly<Record<string, number>>;
  readonly page: number;
  /** Undefined: as many as the file has pages. */
  readonly count: number | undefined;
  /** File that holds them, where it is said. */
  readonly file: { readonly uuid: string; readonly name: string } | undefined;
}

export interface OmeDocument {
  readonly uuid: string | undefined;
  readonly images: readonly OmeImage[];
}

/** Whether an image description is OME-XML. */
export function isOmeXml(description: string): boolean {
  return /<(?:\w+:)?OME\b[^>]*openmicroscopy/.test(description.slice(0, 4096));
}

/** Reads OME-XML of any schema of the OME-TIFF specification. @throws Error where it is not well-formed or lacks what every version demands */
export function parseOmeXml(description: string): OmeDocument {
  const root = rootOf(description);
  if (typeof root === "string") throw new Error(root);
  return { uuid: root.attributes["UUID"], images: childrenOf(root, "Image").flatMap((image) => childrenOf(image, "Pixels").map(parsePixels)) };
}

/** The root element, or why there is none: the parser's own messages name elements in full and go on over several lines. */
function rootOf(description: string): XmlElement | string {
  try {
    return parseXml(description).root ?? "it has no root element.";
  } catch (error) {
    return `${shorten(messageOf(error).split("\n", 1)[0] as string)}.`;
  }
}

function parsePixels(pixels: XmlElement): OmeImage {
  const order = pixels.attributes["DimensionOrder"] ?? "";
  if (!/^XY[ZCT]{3}$/.test(order) || new Set(order).size !== 5) throw new Error(`DimensionOrder must be XY and any order of Z, C and T, is ${quote(order)}.`);
  const channels = childrenOf(pixels, "Channel");
  const samples = new Set(channels.map((channel) => integer(channel, "SamplesPerPixel", 1, 1)));
  const [perPixel = 1] = samples;
  if (samples.size > 1) throw new Error("its channels differ in SamplesPerPixel.");
  const size = (axis: string) => integer(pixels, `Size${axis}`, 1) / (axis === "C" ? perPixel : 1);
  if (!Number.isInteger(size("C"))) throw new Error(`SizeC must be a multiple of SamplesPerPixel ${perPixel}, is ${size("C") * perPixel}.`);
  const axes = order.slice(2).split("").reverse();
  const names = channels.map((channel) => channel.attributes["Name"] ?? "");
  const length = (axis: string) => lengthIn(Number(pixels.attributes[`PhysicalSize${axis}`]), pixels.attributes[`PhysicalSize${axis}Unit`] ?? "µm");
  return {
    axes: axes.join(""),
    shape: axes.map(size),
    width: size("X"),
    height: size("Y"),
    pixelSize: pixelSize({ x: length("X"), y: length("Y"), z: length("Z") }),
    channelNames: names.includes("") ? [] : names,
    planes: childrenOf(pixels, "TiffData").map(parsePlanes),
  };
}

function parsePlanes(element: XmlElement): OmePlanes {
  const { attributes } = element;
  const counted = ["PlaneCount", "NumPlanes"].find((name) => name in attributes);
  const uuid = childrenOf(element, "UUID")[0];
  return {
    index: Object.fromEntries(["Z", "C", "T"].map((axis) => [axis, integer(element, `First${axis}`, 0, 0)])),
    page: integer(element, "IFD", 0, 0),
    count: counted !== undefined ? integer(element, counted, 0) : "IFD" in attributes ? 1 : undefined,
    file: uuid && { uuid: uuid.text.trim(), name: uuid.attributes["FileName"] ?? "" },
  };
}

function integer({ attributes, name }: XmlElement, attribute: string, min: number, absent?: number): number {
  const text = attributes[attribute];
  const value = text === undefined ? absent : Number(text);
  if (value !== undefined && Number.isSafeInteger(value) && value >= min) return value;
  throw new Error(`${shorten(name)}: ${attribute} must be an integer of at least ${min}, is ${text === undefined ? "missing" : quote(text)}.`);
}

/** Child elements by name, in whatever namespace prefix. */
function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name.replace(/^.*:/, "") === name);
}
