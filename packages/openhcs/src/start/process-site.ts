import { NdArray, type CallRecord, type Chain, type Runtime, type Table } from "@openhcs/core";
import { contrastOf, leastContrast } from "../nuclei/contrast.js";
import { measureNuclei } from "../nuclei/measure.js";
import { nucleiPattern, stainPattern } from "../nuclei/nuclei-pattern.js";
import type { NucleiSettings } from "../nuclei/scout.js";
import { enlargement, interpolatePixels, repeatPixels } from "../overlay/enlarge.js";
import { drawOverlay } from "../overlay/overlay.js";
import { UnknownChannelError } from "../plate/plate-errors.js";
import type { SiteImage } from "../plate/read-site.js";

/** What became of one site. */
export interface SiteResult {
  readonly image: SiteImage;
  readonly settings: NucleiSettings;
  /** [Y, X] uint32. */
  readonly labels: NdArray;
  /** One row per nucleus. */
  readonly nuclei: Table;
  readonly count: number;
  /** [Y, X, S] uint8. */
  readonly overlay: NdArray;
  /** The pattern by channel, with a record for each of its steps. */
  readonly record: CallRecord;
}

/** Finds, measures and draws the nuclei of one site. */
export async function processSite(runtime: Runtime, image: SiteImage, settings: NucleiSettings): Promise<SiteResult> {
  const { channels } = image;
  const names = channels.map(({ name }) => name);
  if (!names.includes(settings.channel)) throw new UnknownChannelError(settings.channel, names);
  const pattern: Readonly<Record<string, Chain>> = Object.fromEntries(names.map((name) => [name, name === settings.channel ? nucleiPattern(settings) : stainPattern()]));
  const arrays = Object.fromEntries(channels.map(({ name, array }) => [name, array]));
  const { value, record } = await runtime.call(pattern, arrays);
  const results = value as Readonly<Record<string, NdArray>>;
  const found = (await runtime.to(results[settings.channel], "ndarray")).slice(0);
  const standsOut = contrastOf(arrays[settings.channel] as NdArray, found) >= leastContrast;
  const labels = standsOut ? found : NdArray.zeros(found.shape, "uint32");
  const nuclei = await measureNuclei(runtime, labels, image);
  const count = nuclei["label"]?.length ?? 0;
  const overlay = await overlayOf(runtime, image, settings, { ...results, [settings.channel]: undefined }, labels, count);
  return { image, settings, labels, nuclei, count, overlay, record };
}

async function overlayOf(
  runtime: Runtime, { site, channels, pixelSize }: SiteImage, settings: NucleiSettings, stretched: Readonly<Record<string, NdArray | undefined>>, labels: NdArray, count: number,
): Promise<NdArray> {
  const factor = enlargement(labels.shape);
  const outlines = await runtime.to(await runtime.run("findBoundaries", repeatPixels(labels, factor), { mode: "inner" }), "ndarray");
  const lights = await Promise.all(channels.map(async ({ name, array }) => {
    const light = stretched[name] ?? (await runtime.run(stainPattern(), array));
    const plane = (await runtime.to(light, "ndarray")).slice(0);
    return { name, isNuclei: name === settings.channel, light: interpolatePixels(plane, factor) };
  }));
  const where = site.well === undefined ? site.id : `${site.well}${site.site === undefined ? "" : ` site ${site.site}`}`;
  const pixel = pixelSize.x === undefined ? {} : { pixel: { size: pixelSize.x.value / factor, unit: pixelSize.x.unit } };
  return drawOverlay({ channels: lights, outlines, title: `${where} · ${count} nuclei`, ...pixel });
}
