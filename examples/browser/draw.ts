import type { NdArray } from "@openhcs/core";

/** Draws a [Y, X] image in greys, from its darkest to its brightest pixel. */
export function drawGrey(canvas: HTMLCanvasElement, image: NdArray): void {
  const darkest = Number(image.min());
  const range = Number(image.max()) - darkest || 1;
  draw(canvas, image, (value) => {
    const grey = (255 * (value - darkest)) / range;
    return [grey, grey, grey];
  });
}

/** Draws [Y, X] labels, each in a colour unlike its neighbours'. */
export function drawLabels(canvas: HTMLCanvasElement, labels: NdArray): void {
  draw(canvas, labels, (label) => (label === 0 ? [12, 14, 18] : labelColour(label)));
}

type Colour = readonly [red: number, green: number, blue: number];

/** Hues by the golden angle, which keeps following labels far apart. */
function labelColour(label: number): Colour {
  const hue = (label * 137.508) % 360;
  const channel = (offset: number) => 255 * (0.62 + 0.38 * Math.cos(((hue + offset) * Math.PI) / 180));
  return [channel(0), channel(-120), channel(120)];
}

function draw(canvas: HTMLCanvasElement, image: NdArray, colourOf: (value: number) => Colour): void {
  const [height = 0, width = 0] = image.shape;
  const pixels = new Uint8ClampedArray(4 * width * height);
  image.packed().data.forEach((value: number | bigint, at: number) => pixels.set([...colourOf(Number(value)), 255], 4 * at));
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
}
