import type { Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import type { Numbers } from "../neighborhood/elements.js";
import { ballLines, type BallLine } from "./ball.js";
import { minimaPyramid, type MinimaPyramid } from "./minima-pyramid.js";

/** Blocks of so many elements (as a power of 2) are looked through one by one. */
const smallest = 3;

/**
 * How high the top of a ball gets that is pushed from below against the image: the minimum over the ball of image + depth below the top.
 *
 * Lines are searched from the nearest on, and blocks of a line only where their minimum could lower the result; where the ball touched
 * for neighbouring pixels is tried first, so that most of it is passed over. NaN never touches the ball.
 */
export function rollBall(values: Numbers, shape: Shape, radius: number): Float64Array {
  const round = values instanceof Float32Array ? Math.fround : (value: number) => value;
  const width = shape.at(-1) as number;
  const leading = shape.slice(0, -1);
  const ball = ballLines(radius, shape, round);
  const elements = Float64Array.from(values, (value) => (value === value ? value : Infinity));
  const widest = (ball[0] as BallLine).depths.length;
  const search = new BallSearch(minimaPyramid(elements, width, Math.max(smallest, Math.floor(Math.log2(widest)))), ball, width);

  const result = new Float64Array(elements.length);
  const index = new Array<number>(leading.length).fill(0);
  for (let line = 0; line < elements.length / width; line++) {
    search.moveTo(line, ball.map(({ offset }) => lineAt(index, offset, leading)));
    for (let x = 0; x < width; x++) result[line * width + x] = round(search.heightAt(x));
    advanceIndex(index, leading);
  }
  return result;
}

/** Where a ball below pixels of one line touches the image. */
class BallSearch {
  readonly #levels: readonly Float64Array[];
  readonly #widths: readonly number[];
  readonly #width: number;
  readonly #ball: readonly BallLine[];
  readonly #lowest: number;
  /** Where the ball touched, as line of the ball and place in it, for each pixel of the line searched before. */
  readonly #touchedLine: Int32Array;
  readonly #touchedAt: Int32Array;
  #elements: Float64Array;
  #line = 0;
  #sources: readonly number[] = [];

  // Of the search under way.
  #x = 0;
  #source = 0;
  #depths: Float64Array;
  #reached = Infinity;
  #touched = 0;
  #at = 0;
  #hasTouched = false;

  constructor({ levels, widths }: MinimaPyramid, ball: readonly BallLine[], width: number) {
    this.#levels = levels;
    this.#widths = widths;
    this.#elements = levels[0] as Float64Array;
    this.#width = width;
    this.#ball = ball;
    this.#depths = (ball[0] as BallLine).depths;
    this.#touchedLine = new Int32Array(width);
    this.#touchedAt = Int32Array.from({ length: width }, (_, x) => x);
    this.#lowest = this.#elements.reduce((min, value) => Math.min(min, value), Infinity);
  }

  /** @param sources the line of the image above each line of the ball; −1 where there is none */
  moveTo(line: number, sources: readonly number[]): void {
    this.#line = line;
    this.#sources = sources;
  }

  heightAt(x: number): number {
    this.#x = x;
    this.#reached = this.#elements[this.#line * this.#width + x] as number;
    [this.#touched, this.#at] = [0, x];
    this.#tryNeighbor(x, 0);
    if (x > 0) this.#tryNeighbor(x - 1, 1);
    for (let k = 0; k < this.#ball.length; k++) {
      const { depths } = this.#ball[k] as BallLine;
      if (this.#lowest + (depths[0] as number) >= this.#reached) break;
      const source = this.#sources[k] as number;
      if (source < 0) continue;
      this.#source = source;
      this.#depths = depths;
      this.#searchLine(k);
    }
    this.#touchedLine[x] = this.#touched;
    this.#touchedAt[x] = this.#at;
    return this.#reached;
  }

  #searchLine(k: number): void {
    const reach = this.#depths.length - 1;
    const level = Math.max(smallest, 31 - Math.clz32(reach + 1));
    const last = Math.min(this.#width - 1, this.#x + reach) >> level;
    this.#hasTouched = false;
    for (let block = Math.max(0, this.#x - reach) >> level; block <= last; block++) this.#searchBlock(level, block);
    if (this.#hasTouched) this.#touched = k;
  }

  #searchBlock(level: number, block: number): void {
    const x = this.#x;
    const reach = this.#depths.length - 1;
    const first = Math.max(block << level, x - reach);
    const last = Math.min(((block + 1) << level) - 1, x + reach, this.#width - 1);
    if (first > last) return;
    const distance = first > x ? first - x : last < x ? x - last : 0;
    const minimum = (this.#levels[level] as Float64Array)[this.#source * (this.#widths[level] as number) + block] as number;
    if (minimum + (this.#depths[distance] as number) >= this.#reached) return;
    if (level > smallest) {
      const nearer = x < (2 * block + 1) << (level - 1) ? 0 : 1;
      this.#searchBlock(level - 1, 2 * block + nearer);
      this.#searchBlock(level - 1, 2 * block + 1 - nearer);
      return;
    }
    for (let at = first; at <= last; at++) {
      const height = (this.#elements[this.#source * this.#width + at] as number) + (this.#depths[at < x ? x - at : at - x] as number);
      if (height >= this.#reached) continue;
      this.#reached = height;
      this.#at = at;
      this.#hasTouched = true;
    }
  }

  /** The ball touches where it did for a neighbour: at the same place, or as far from the pixel. */
  #tryNeighbor(neighbor: number, shift: number): void {
    const k = this.#touchedLine[neighbor] as number;
    const at = this.#touchedAt[neighbor] as number;
    this.#touch(k, at);
    if (shift > 0) this.#touch(k, at + shift);
  }

  #touch(k: number, at: number): void {
    const source = this.#sources[k] as number;
    const { depths } = this.#ball[k] as BallLine;
    const distance = Math.abs(at - this.#x);
    if (source < 0 || at >= this.#width || distance >= depths.length) return;
    const height = (this.#elements[source * this.#width + at] as number) + (depths[distance] as number);
    if (height < this.#reached) [this.#reached, this.#touched, this.#at] = [height, k, at];
  }
}

/** The line at an offset from another; −1 outside of the image. */
function lineAt(index: readonly number[], offset: readonly number[], shape: Shape): number {
  let line = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const at = (index[axis] as number) + (offset[axis] as number);
    if (at < 0 || at >= (shape[axis] as number)) return -1;
    line = line * (shape[axis] as number) + at;
  }
  return line;
}
