import { describe, expect, it } from "vitest";
import { boundaryIndex, boundaryModes, type Boundary } from "../../dist/neighborhood/boundary.js";
import { footprintMaximum, footprintMinimum } from "../../dist/neighborhood/extreme-filter.js";
import { describedFootprint, type Footprint } from "../../dist/neighborhood/footprint.js";

/** Every neighbour of every pixel, one by one. */
function naive(pick: (...values: number[]) => number, source: Float64Array, [height, width]: readonly [number, number], footprint: Footprint, { mode, cval }: Boundary): Float64Array {
  const [, columns] = footprint.shape as [number, number];
  const [centreY, centreX] = footprint.centre as [number, number];
  return source.map((_, at) => {
    const neighbours: number[] = [];
    for (const [position, member] of footprint.members.entries()) {
      if (member === 0) continue;
      const y = boundaryIndex(mode, Math.floor(at / width) + Math.floor(position / columns) - centreY, height);
      const x = boundaryIndex(mode, (at % width) + (position % columns) - centreX, width);
      neighbours.push(y < 0 || x < 0 ? cval : (source[y * width + x] as number));
    }
    return pick(...neighbours);
  });
}

/** Park and Miller's generator, so that a failure can be repeated. */
function noise(length: number, seed = 7): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => (state = (state * 48271) % 2147483647) % 1000);
}

describe("minimum and maximum over a footprint", () => {
  const footprints = [
    { shape: "disk", radius: 3 }, { shape: "square", size: 4 }, { shape: "rect", size: [1, 6] }, { shape: "rect", size: [5, 1] },
    { shape: "custom", data: [[1, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 0]] }, { shape: "custom", data: [[0, 0, 1], [0, 0, 0], [0, 0, 0]] }, { shape: "disk", radius: 0 },
  ];
  for (const mode of boundaryModes) {
    it.each(footprints)(`equal the extremes of all neighbours one by one, border ${mode}, %j`, (description) => {
      const footprint = describedFootprint(description, 2) as Footprint;
      for (const shape of [[9, 11], [2, 3], [1, 13], [13, 1]] as const) {
        const source = noise(shape[0] * shape[1]);
        const boundary = { mode, cval: 500 };
        const [eroded, dilated] = [new Float64Array(source.length), new Float64Array(source.length)];
        footprintMinimum(source, eroded, shape, footprint, boundary);
        footprintMaximum(source, dilated, shape, footprint, boundary);
        expect(eroded, `minimum, shape ${shape}, seed 7`).toEqual(naive(Math.min, source, shape, footprint, boundary));
        expect(dilated, `maximum, shape ${shape}, seed 7`).toEqual(naive(Math.max, source, shape, footprint, boundary));
      }
    });
  }

  it("are NaN wherever a neighbour is", () => {
    const source = Float64Array.of(1, 2, NaN, 4, 5, 6, 7);
    const out = new Float64Array(7);
    footprintMinimum(source, out, [1, 7], describedFootprint({ shape: "rect", size: [1, 3] }, 2) as Footprint, { mode: "reflect", cval: 0 });
    expect(out).toEqual(Float64Array.of(1, NaN, NaN, NaN, 4, 5, 6));
  });

  it("leave an empty image empty", () => {
    const none = new Float64Array(0);
    footprintMinimum(none, none, [0, 4], describedFootprint({ shape: "disk", radius: 1 }, 2) as Footprint, { mode: "reflect", cval: 0 });
    expect(none).toHaveLength(0);
  });
});
