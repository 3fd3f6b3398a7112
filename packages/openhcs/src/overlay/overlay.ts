import type { NdArray } from "@openhcs/core";
import { Canvas, type Colour } from "./canvas.js";
import { glyphCell } from "./glyphs.js";

export interface OverlayChannel {
  readonly name: string;
  /** [Y, X] float32, 0 to 1. */
  readonly light: NdArray;
  readonly isNuclei: boolean;
}

export interface OverlayContent {
  readonly channels: readonly OverlayChannel[];
  /** [Y, X] bool: the pixels of the outlines. */
  readonly outlines: NdArray;
  readonly title: string;
  /** Physical width of a pixel of the picture, where known. */
  readonly pixel?: { readonly size: number; readonly unit: string };
}

const nucleiColour: Colour = [72, 118, 255];
const otherColours: readonly Colour[] = [[46, 204, 113], [255, 72, 176], [255, 150, 40], [0, 210, 230], [190, 190, 190]];
const outlineColour: Colour = [255, 214, 10];
const white: Colour = [235, 235, 235];
const grey: Colour = [150, 150, 150];
const stripHeight = 34;

/** The channels in colours over each other, outlines on top, a strip below that says what is seen: [Y, X, S] uint8. */
export function drawOverlay(content: OverlayContent): NdArray {
  const [height = 0, width = 0] = content.outlines.shape;
  const canvas = new Canvas(width, height + stripHeight);
  drawLight(canvas, colouredChannels(content.channels), width, height);
  drawOutlines(canvas, content.outlines);
  drawStrip(canvas, content, height);
  return canvas.toArray();
}

function colouredChannels(channels: readonly OverlayChannel[]): (OverlayChannel & { readonly colour: Colour })[] {
  if (channels.length === 1) return channels.map((channel) => ({ ...channel, colour: [225, 225, 225] as const }));
  let others = 0;
  return channels.map((channel) => ({ ...channel, colour: channel.isNuclei ? nucleiColour : (otherColours[others++ % otherColours.length] as Colour) }));
}

/** Light adds up as on a screen: 1 − ∏(1 − light · colour); a gamma of 0.75 lifts what is faint. */
function drawLight(canvas: Canvas, channels: readonly { readonly light: NdArray; readonly colour: Colour }[], width: number, height: number): void {
  const lights = channels.map(({ light, colour }) => ({ pixels: light.packed().data as Float32Array, colour }));
  for (let at = 0; at < width * height; at++) {
    let [red, green, blue] = [1, 1, 1];
    for (const { pixels, colour } of lights) {
      const strength = Math.max(0, pixels[at] as number) ** 0.75 / 255;
      red *= 1 - strength * colour[0];
      green *= 1 - strength * colour[1];
      blue *= 1 - strength * colour[2];
    }
    canvas.dot(at % width, Math.floor(at / width), [255 * (1 - red), 255 * (1 - green), 255 * (1 - blue)]);
  }
}

function drawOutlines(canvas: Canvas, outlines: NdArray): void {
  const [, width = 1] = outlines.shape;
  const mask = outlines.packed().data;
  for (let at = 0; at < mask.length; at++) if (mask[at] === 1) canvas.dot(at % width, Math.floor(at / width), outlineColour);
}

function drawStrip(canvas: Canvas, { channels, title, pixel }: OverlayContent, top: number): void {
  const baseline = top + Math.round((stripHeight - 2 * glyphCell.height) / 2) + 2;
  const barWidth = pixel === undefined ? 0 : drawScale(canvas, pixel, baseline);
  const space = canvas.width - barWidth - 30;
  const legend = colouredChannels(channels).sort((a, b) => Number(b.isNuclei) - Number(a.isNuclei)).map(({ name, colour }) => ({ text: name, colour }));
  let left = 10;
  for (const { text, colour } of [{ text: title, colour: white }, { text: "outlines", colour: outlineColour }, ...legend]) {
    if (left + text.length * glyphCell.width * 2 > space) break;
    left = canvas.text(left, baseline, text, colour) + 16;
  }
}

/** A bar of a round length about a tenth of the picture, with its length beside it; returns the width of both. */
function drawScale(canvas: Canvas, { size, unit }: { readonly size: number; readonly unit: string }, baseline: number): number {
  const length = roundLength((canvas.width * size) / 10);
  const bar = Math.round(length / size);
  const text = `${length} ${unit}`;
  const width = bar + 10 + text.length * glyphCell.width * 2;
  const left = canvas.width - width - 6;
  canvas.rectangle(left, baseline + 5, bar, 4, grey);
  canvas.text(left + bar + 10, baseline, text, grey);
  return width;
}

/** The largest of 1, 2, 5 times a power of ten that is not longer. */
function roundLength(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length));
  return power * ([5, 2, 1].find((step) => step * power <= length) ?? 1);
}
