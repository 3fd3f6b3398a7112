import type { Image } from "@openhcs/io";
import type { PreparedCalls } from "./call-arguments.js";
import { oneChannel } from "./channel.js";
import { isImageFolder, readInput } from "./images.js";
import { tell, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/**
 * Reads an input, or the channel of it that is asked for, and sees to it that no plane is taken for what it is not: colours are
 * refused by functions on planes and volumes, channels that are taken for a volume are said on standard error, as is an image that is
 * the first of several.
 *
 * @throws UsageError
 */
export async function suitableImage(terminal: Terminal, prepared: PreparedCalls, input: string): Promise<Image> {
  const { channel, subject } = prepared;
  const read = await readInput(terminal, input);
  const image = channel === undefined ? read : oneChannel(read, channel, input);
  hintAtSeries(terminal, prepared, read, input);
  if (subject.isByComponent) return image;
  refuseColours(prepared, image, input);
  hintAtChannels(terminal, prepared, image, input);
  return image;
}

function refuseColours({ subject: { name, contracts } }: PreparedCalls, { axes, array }: Image, input: string): void {
  if (!axes.includes("S") || contracts.length === 0) return;
  const last = (array.shape[axes.indexOf("S")] as number) - 1;
  throw new UsageError(`${input} has colours (axes ${axes}), and ${name} would take them for planes. Take one with --channel 0, up to ${last}.`);
}

function hintAtSeries(terminal: Terminal, { isQuiet }: PreparedCalls, { seriesCount = 1 }: Image, input: string): void {
  if (isQuiet || seriesCount < 2) return;
  tell(terminal, `Hint: ${input} holds ${seriesCount} images, of which the first is taken${isImageFolder(input) ? "; name one by the folder below that it is, such as A/1/0" : ""}.`);
}

function hintAtChannels(terminal: Terminal, { subject: { name, contracts }, options, isQuiet }: PreparedCalls, { axes, array }: Image, input: string): void {
  const channels = axes.includes("C") ? (array.shape[axes.indexOf("C")] as number) : 1;
  if (isQuiet || channels < 2 || options.sliceBySlice === true || !contracts.includes("flexible")) return;
  tell(terminal, `Hint: ${name} takes the ${channels} channels of ${input} together, as a volume; --slice-by-slice takes each plane by itself, --channel one of them.`);
}
