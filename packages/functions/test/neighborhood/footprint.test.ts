import { describe, expect, it } from "vitest";
import { describedFootprint, mirrored, type Footprint } from "../../dist/neighborhood/footprint.js";

const rows = (description: Record<string, unknown>, rank = 2): string => {
  const { shape, members } = describedFootprint(description, rank) as Footprint;
  const width = shape.at(-1) as number;
  return Array.from({ length: members.length / width }, (_, row) => members.subarray(row * width, (row + 1) * width).join("")).join(" ");
};

describe("a footprint", () => {
  it("is a disk of y² + x² ≤ r²", () => {
    expect(rows({ shape: "disk", radius: 0 })).toBe("1");
    expect(rows({ shape: "disk", radius: 2 })).toBe("00100 01110 11111 01110 00100");
  });
  it("is a ball of z² + y² + x² ≤ r²", () => {
    expect(rows({ shape: "ball", radius: 1 }, 3)).toBe("000 010 000 010 111 010 000 010 000");
  });
  it("is a square, a rectangle, a cross or a full neighbourhood", () => {
    expect(rows({ shape: "square", size: 2 })).toBe("11 11");
    expect(rows({ shape: "rect", size: [1, 4] })).toBe("1111");
    expect(rows({ shape: "cross", ndim: 2 })).toBe("010 111 010");
    expect(rows({ shape: "full", ndim: 2 })).toBe("111 111 111");
  });
  it("is given in full, in zeros and ones or booleans", () => {
    expect(rows({ shape: "custom", data: [[0, 1], [true, false]] })).toBe("01 10");
  });
  it("acts on the last axes of an image with more", () => {
    expect((describedFootprint({ shape: "disk", radius: 1 }, 4) as Footprint).shape).toEqual([1, 1, 3, 3]);
  });
  it("mirrored about its centre keeps an even window around the other side", () => {
    const even = describedFootprint({ shape: "custom", data: [1, 0, 1, 1] }, 1) as Footprint;
    expect(even.centre).toEqual([2]);
    expect(mirrored(even)).toEqual({ shape: [4], centre: [1], members: Uint8Array.of(1, 1, 0, 1) });
  });
  it.each([
    [{ shape: "disk" }, "radius"], [{ shape: "disk", radius: 1.5 }, "radius"], [{ shape: "ball", radius: 1 }, "3 axes"], [{ shape: "square", size: 0 }, "size"],
    [{ shape: "rect", size: 3 }, "size"], [{ shape: "cross" }, "ndim"], [{ shape: "custom", data: [[1, 0], [1]] }, "equal lengths"],
    [{ shape: "custom", data: [] }, "equal lengths"], [{ shape: "custom", data: [["a"]] }, "zeros and ones"], [{ shape: "custom", data: [[0, 0]] }, "no member"],
    [{ shape: "custom", data: [[1, 0.5]] }, "zeros and ones"], [{ shape: "custom", data: [[1, -3]] }, "zeros and ones"],
    [{ shape: "disk", radius: 1e6 }, "positions"], [{ shape: "custom" }, "equal lengths"],
  ])("that %j describes is refused, and why", (description, reason) => {
    expect(describedFootprint(description, 2)).toContain(reason);
  });
  it("nested deeper than any image is refused, however deep", () => {
    let data: unknown = 1;
    for (let depth = 0; depth < 20_000; depth++) data = [data];
    const endless: unknown[] = [];
    endless.push(endless);
    for (const deep of [data, endless]) expect(describedFootprint({ shape: "custom", data: deep }, 2)).toContain("at most 8 axes");
  });
});
