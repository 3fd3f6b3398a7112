import { NdArray } from "@openhcs/core";
import { glyphCell, visitDots } from "./glyphs.js";

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A picture that is being drawn: 8-bit RGB, origin in the upper left corner. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(width * height * 3);
  }

  /** What lies outside of the picture is left out. */
  dot(x: number, y: number, colour: Colour): void {
    if (x >= 0 && y >= 0 && x < this.width && y < this.height) this.#pixels.set(colour, 3 * (y * this.width + x));
  }

  rectangle(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) this.dot(x, y, colour);
  }

  /** Text in dots of `size` pixels; returns where the next text may begin. */
  text(left: number, top: number, text: string, colour: Colour, size = 2): number {
    visitDots(text, (x, y) => this.rectangle(left + x * size, top + y * size, size, size, colour));
    return left + [...text].length * glyphCell.width * size;
  }

  /** The picture as [Y, X, S] uint8. */
  toArray(): NdArray {
    return new NdArray({ data: this.#pixels, shape: [this.height, this.width, 3] });
  }
}
