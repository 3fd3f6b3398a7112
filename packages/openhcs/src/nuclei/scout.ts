import type { Runtime } from "@openhcs/core";
import type { Site } from "../plate/group-files.js";
import { UnknownChannelError } from "../plate/plate-errors.js";
import { readSite, type Channel, type SiteImage } from "../plate/read-site.js";
import { likeness, lookAt, medianDiameter, type Look } from "./look.js";

/** How the nuclei of a plate are found. */
export interface NucleiSettings {
  /** Name of the channel that shows them. */
  readonly channel: string;
  /** Why this channel. */
  readonly because: string;
  readonly diameterPx: number;
}

/** What the user insists on. */
export interface NucleiWishes {
  readonly channel?: string;
  readonly diameterPx?: number;
}

const stains = /dna|dapi|hoechst|draq|nucle|h2b|propidium|7-?aad|sytox/i;
/** Nuclei are not smaller or larger than this, in micrometres and, where the pixel size is unknown, in pixels. */
const plausible = { um: [4, 40], px: [6, 120] } as const;
/** Sites that are looked at before the whole plate is processed. */
const sampleSize = 3;

/** Sites that were taken alike, and so are processed alike: of one naming scheme in one folder, or else each for itself. */
export function likeSites({ id, scheme, folder, files }: Site): string {
  return scheme === undefined ? id : JSON.stringify([scheme.name, folder, files.map(({ channel }) => channel ?? "")]);
}

/** Decides from a few sites of a plate which channel shows nuclei and how large they are. @throws UnknownChannelError */
export async function scout(runtime: Runtime, sites: readonly Site[], wishes: NucleiWishes = {}): Promise<NucleiSettings> {
  const images = await Promise.all(spread(sites, sampleSize).map((site) => readSite(runtime, site)));
  const { channel, because } = await chooseChannel(runtime, images, wishes.channel);
  if (wishes.diameterPx !== undefined) return { channel, because, diameterPx: wishes.diameterPx };
  const planes = images.flatMap(({ channels }) => channels.filter(({ name }) => name === channel));
  return { channel, because, diameterPx: plausibleDiameter(medianDiameter(await looks(runtime, planes)), images[0] as SiteImage) };
}

async function chooseChannel(runtime: Runtime, images: readonly SiteImage[], wish: string | undefined): Promise<Omit<NucleiSettings, "diameterPx">> {
  const [{ site, channels }] = images as [SiteImage];
  const names = channels.map(({ name }) => name);
  if (wish !== undefined) {
    const channel = names.find((name) => name.toLowerCase() === wish.toLowerCase()) ?? names[Number(wish)];
    if (channel === undefined) throw new UnknownChannelError(wish, names);
    return { channel, because: "as asked for" };
  }
  if (names.length === 1) return { channel: names[0] as string, because: "it is the only channel" };
  const stained = names.find((name) => stains.test(name));
  if (stained !== undefined) return { channel: stained, because: "its name is that of a nuclear stain" };
  const customary = site.scheme?.nuclei;
  if (customary !== undefined && names.includes(customary)) return { channel: customary, because: `${site.scheme?.name} files customarily have nuclei there` };
  return { channel: await mostNuclear(runtime, images, names), because: "it has the most and clearest compact objects" };
}

async function mostNuclear(runtime: Runtime, images: readonly SiteImage[], names: readonly string[]): Promise<string> {
  const scores = await Promise.all(names.map(async (name) => {
    const found = await looks(runtime, images.flatMap(({ channels }) => channels.filter((channel) => channel.name === name)));
    return { name, score: found.reduce((sum, look) => sum + likeness(look), 0) };
  }));
  return scores.reduce((best, each) => (each.score > best.score ? each : best)).name;
}

function looks(runtime: Runtime, channels: readonly Channel[]): Promise<Look[]> {
  return Promise.all(channels.map(({ array }) => lookAt(runtime, array)));
}

function plausibleDiameter(measured: number | undefined, { pixelSize }: SiteImage): number {
  const pixel = pixelSize.x?.value;
  const [least, most] = pixel === undefined ? plausible.px : plausible.um.map((um) => Math.max(plausible.px[0], um / pixel)) as [number, number];
  return Math.min(most, Math.max(least, measured ?? (least + most) / 4));
}

/** Up to `count` items, evenly from the first to the last. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, at) => items[Math.round((at * (items.length - 1)) / (count - 1))] as T);
}
