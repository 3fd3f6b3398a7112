import { stackSlices, type NdArray, type Runtime } from "@openhcs/core";
import { readImage, type Image, type Length, type PixelSize } from "@openhcs/io";
import type { Site, SiteFile } from "./group-files.js";
import { UnreadableSiteError } from "./plate-errors.js";
import { present } from "./present.js";

/** One channel of a site. */
export interface Channel {
  readonly name: string;
  /** [Y, X]. */
  readonly array: NdArray;
}

/** A site with its pixels; all channels have one shape. */
export interface SiteImage {
  readonly site: Site;
  readonly channels: readonly Channel[];
  readonly pixelSize: PixelSize;
}

/** Pages that say nothing about themselves are channels up to this many, and focal planes beyond. */
const mostChannels = 6;

/** Reads the files of a site; focal planes become their maximum projection. @throws UnreadableSiteError, and what reading images throws */
export async function readSite(runtime: Runtime, site: Site): Promise<SiteImage> {
  const planes = new Map<string, NdArray[]>();
  let pixelSize: PixelSize = {};
  for (const file of site.files) {
    const image = await readImage(file.path);
    pixelSize = { ...image.pixelSize, ...pixelSize };
    for (const { name, array } of await channelsOf(runtime, site, file, image)) planes.set(name, [...(planes.get(name) ?? []), array]);
  }
  const channels = await Promise.all([...planes].map(async ([name, arrays]) => ({ name, array: await flattened(runtime, arrays) })));
  const [first] = channels as [Channel];
  const odd = channels.find(({ array }) => array.shape.join() !== first.array.shape.join());
  if (odd !== undefined) throw new UnreadableSiteError(site.id, `channel ${odd.name} is ${odd.array}, channel ${first.name} is ${first.array}; all must have one shape.`);
  return { site, channels, pixelSize: present({ x: length(pixelSize.x), y: length(pixelSize.y) }) };
}

async function channelsOf(runtime: Runtime, site: Site, file: SiteFile, { array, axes, channelNames }: Image): Promise<Channel[]> {
  const time = axes.indexOf("T");
  if (time >= 0 && (array.shape[time] as number) > 1) throw new UnreadableSiteError(site.id, `${file.path} has ${array.shape[time]} time points; give each as a file of its own.`);
  const at = channelAxis(array, axes);
  const names = at === undefined ? [] : namesOf(file, axes[at] as string, array.shape[at] as number, channelNames);
  if (at === undefined) return [{ name: file.channel ?? "image", array: await plane(runtime, array, axes) }];
  const rest = axes.slice(0, at) + axes.slice(at + 1);
  return Promise.all(names.map(async (name, index) => ({ name, array: await plane(runtime, array.slice(...axes.slice(0, at).split("").map(() => null), index), rest) })));
}

/** The axis of channels or colours, else the only axis of unnamed pages that is short. */
function channelAxis(array: NdArray, axes: string): number | undefined {
  const at = ["C", "S"].map((letter) => axes.indexOf(letter)).find((axis) => axis >= 0 && (array.shape[axis] as number) > 1);
  if (at !== undefined) return at;
  const pages = [...axes].findIndex((letter, axis) => "IQ".includes(letter) && (array.shape[axis] as number) > 1);
  return pages >= 0 && (array.shape[pages] as number) <= mostChannels ? pages : undefined;
}

function namesOf({ channel }: SiteFile, letter: string, count: number, channelNames: readonly string[] | undefined): string[] {
  const colours = ["red", "green", "blue"];
  const names = letter === "S" && count >= 3 ? colours : Array.from({ length: count }, (_, index) => channelNames?.[index] ?? `channel${index}`);
  return names.map((name) => (channel === undefined ? name : `${channel}-${name}`));
}

/** Whatever lies before Y and X is projected. */
async function plane(runtime: Runtime, array: NdArray, axes: string): Promise<NdArray> {
  const order = [...axes].map((_, axis) => axis).filter((axis) => !"YX".includes(axes[axis] as string));
  const [y, x] = [axes.indexOf("Y"), axes.indexOf("X")];
  const [height = 0, width = 0] = [array.shape[y], array.shape[x]];
  const stack = array.transpose([...order, y, x]).reshape([array.size / (height * width), height, width]);
  return stack.shape[0] === 1 ? stack.slice(0) : projected(runtime, stack);
}

async function flattened(runtime: Runtime, planes: readonly NdArray[]): Promise<NdArray> {
  return planes.length === 1 ? (planes[0] as NdArray) : projected(runtime, stackSlices(planes));
}

async function projected(runtime: Runtime, stack: NdArray): Promise<NdArray> {
  return runtime.to(await runtime.run("projection", stack, { method: "max" }), "ndarray");
}

/** A pixel size in micrometres; other units tell nothing about the size of a nucleus. */
function length(value: Length | undefined): Length | undefined {
  return value !== undefined && value.unit === "µm" && value.value > 0 ? value : undefined;
}
