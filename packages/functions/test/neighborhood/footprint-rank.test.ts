import { describe, expect, it } from "vitest";
import { boundaryIndex, boundaryModes, type Boundary } from "../../dist/neighborhood/boundary.js";
import { footprintRank } from "../../dist/neighborhood/footprint-rank.js";
import { describedFootprint, memberCount, type Footprint } from "../../dist/neighborhood/footprint.js";

type Elements = Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Every neighbour of every pixel, sorted. */
function naive(source: Elements, [height, width]: readonly [number, number], footprint: Footprint, { mode, cval }: Boundary, rank: number): Float64Array {
  const [, columns] = footprint.shape as [number, number];
  const [centreY, centreX] = footprint.centre as [number, number];
  return Float64Array.from(source, (_, at) => {
    const neighbours: number[] = [];
    for (const [position, member] of footprint.members.entries()) {
      if (member === 0) continue;
      const y = boundaryIndex(mode, Math.floor(at / width) + Math.floor(position / columns) - centreY, height);
      const x = boundaryIndex(mode, (at % width) + (position % columns) - centreX, width);
      neighbours.push(y < 0 || x < 0 ? cval : (source[y * width + x] as number));
    }
    return Float64Array.from(neighbours).sort()[rank] as number;
  });
}

/** Park and Miller's generator, so that a failure can be repeated. */
function noise(length: number, seed = 7): number[] {
  let state = seed;
  return Array.from({ length }, () => (state = (state * 48271) % 2147483647) % 65536);
}

const kinds: readonly (readonly [string, (values: readonly number[]) => Elements])[] = [
  ["uint8", (values) => Uint8Array.from(values)], ["int8", (values) => Int8Array.from(values)], ["uint16", (values) => Uint16Array.from(values)],
  ["int16", (values) => Int16Array.from(values, (value) => value - 32768)], ["few uint16", (values) => Uint16Array.from(values, (value) => value % 7)],
  ["int32", (values) => Int32Array.from(values, (value) => (value - 32768) * 65536)], ["float32", (values) => Float32Array.from(values, (value) => Math.sin(value))],
  ["float64", (values) => Float64Array.from(values, (value) => (value % 11 === 0 ? NaN : value % 13 === 0 ? Infinity : -value / 3))],
];
const footprints = [
  { shape: "disk", radius: 3 }, { shape: "square", size: 4 }, { shape: "rect", size: [1, 6] }, { shape: "rect", size: [7, 2] }, { shape: "cross", ndim: 2 },
  { shape: "custom", data: [[1, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 0]] }, { shape: "disk", radius: 0 },
];

describe("the neighbour of a rank in a footprint", () => {
  it.each(kinds)("is that of all neighbours sorted one by one, %s", (_, make) => {
    for (const mode of boundaryModes) {
      for (const description of footprints) {
        const footprint = describedFootprint(description, 2) as Footprint;
        const members = memberCount(footprint);
        for (const shape of [[9, 11], [2, 3], [1, 13], [13, 1]] as const) {
          const source = make(noise(shape[0] * shape[1]));
          const boundary = { mode, cval: 50 };
          for (const rank of new Set([members >> 2, members - 1])) {
            const message = `${mode}, ${JSON.stringify(description)}, shape ${shape}, rank ${rank}, seed 7`;
            expect(footprintRank(source, shape, footprint, boundary, rank), message).toEqual(naive(source, shape, footprint, boundary, rank));
          }
        }
      }
    }
  });

  it("has no seams where values are sorted block by block", () => {
    const shape = [290, 240] as const;
    const source = Float32Array.from(noise(290 * 240), (value) => value / 7);
    const footprint = describedFootprint({ shape: "rect", size: [3, 5] }, 2) as Footprint;
    expect(footprintRank(source, shape, footprint, { mode: "mirror", cval: 0 }, 6)).toEqual(naive(source, shape, footprint, { mode: "mirror", cval: 0 }, 6));
  });

  it("takes a value beyond the border that the elements cannot hold as it is", () => {
    const footprint = describedFootprint({ shape: "rect", size: [1, 3] }, 2) as Footprint;
    expect(footprintRank(Uint8Array.of(1, 255, 3), [1, 3], footprint, { mode: "constant", cval: -7 }, 0)).toEqual(Float64Array.of(-7, 1, -7));
    expect(footprintRank(Uint8Array.of(1, 255, 3), [1, 3], footprint, { mode: "constant", cval: 999 }, 2)).toEqual(Float64Array.of(999, 255, 999));
  });

  it("of an empty image is empty", () => {
    expect(footprintRank(new Uint8Array(0), [0, 4], describedFootprint({ shape: "disk", radius: 1 }, 2) as Footprint, { mode: "reflect", cval: 0 }, 2)).toHaveLength(0);
  });
});
