import type { Image } from "@openhcs/io";
import { UsageError } from "./usage-error.js";

/** The axis that tells channels apart: C, else the colours of a pixel, else one that the file does not name; -1 without any. */
export function channelAxis(axes: string): number {
  const letter = [..."CSIQ"].find((candidate) => axes.includes(candidate));
  return letter === undefined ? -1 : axes.indexOf(letter);
}

/** The channels along an axis by name, where they have one, and by number. */
export function channelNumbers({ array, channelNames }: Image, axis: number): ReadonlyMap<string, number> {
  const numbers = Array.from({ length: array.shape[axis] as number }, (_, at) => at);
  return new Map([...numbers.map((at) => [String(at), at] as const), ...numbers.map((at) => [channelNames?.[at] ?? String(at), at] as const)]);
}

/** One channel as an image of its own, without the axis. @throws UsageError where there is no such channel */
export function oneChannel(image: Image, name: string, file: string): Image {
  const { array, axes, pixelSize } = image;
  const axis = channelAxis(axes);
  if (axis < 0) throw new UsageError(`--channel needs an image with channels, axes of ${file} are ${axes}.`);
  const numbers = channelNumbers(image, axis);
  const at = numbers.get(name);
  if (at === undefined) throw new UsageError(`${file} has no channel "${name}"; it has ${[...numbers.keys()].join(", ")}.`);
  return { array: array.slice(...new Array<null>(axis).fill(null), at), axes: axes.replace(axes[axis] as string, ""), pixelSize };
}
