import { NdArray, type Nested } from "@openhcs/core";
import { binaryClosing, binaryDilation, binaryErosion, binaryFillHoles, binaryOpening } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const mask = NdArray.from([[0, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 0], [0, 1, 1, 1, 1, 1], [0, 0, 1, 1, 0, 1]] as Nested, "uint8");
const asymmetric = { shape: "custom", data: [[0, 1, 1], [0, 1, 0]] };
const square = { shape: "square", size: 2 };
const rows = async (result: unknown) => (((await result) as NdArray).toNested() as number[][]).map((row) => row.join(""));
type Operation = (image: NdArray, parameters?: object) => Promise<unknown>;
const operations: Readonly<Record<string, Operation>> = { binaryClosing, binaryDilation, binaryErosion, binaryOpening };

describe("binary morphology", () => {
  // scipy.ndimage 1.10: the default, structure=[[0, 1, 1], [0, 1, 0]], border_value=1.
  it.each([
    ["binaryErosion", {}, ["000000", "011100", "001100", "000000"]], ["binaryErosion", { footprint: asymmetric }, ["000000", "011000", "011100", "001100"]],
    ["binaryErosion", { borderValue: 1 }, ["001000", "011100", "001100", "000000"]],
    ["binaryDilation", {}, ["111110", "111111", "111111", "011111"]], ["binaryDilation", { footprint: asymmetric }, ["111111", "111111", "011111", "001101"]],
    ["binaryOpening", {}, ["011100", "111110", "011110", "001100"]], ["binaryOpening", { footprint: asymmetric }, ["011100", "011110", "011110", "001100"]],
    ["binaryOpening", { borderValue: 1 }, ["111111", "111111", "111111", "111111"]],
    ["binaryClosing", {}, ["000000", "011110", "011110", "000000"]], ["binaryClosing", { footprint: asymmetric }, ["000000", "111110", "011110", "001100"]],
  ] as const)("%s with %j is SciPy's", async (name, parameters, expected) => {
    expect(await rows((operations[name] as Operation)(mask, parameters))).toEqual(expected);
  });

  // skimage.morphology 0.19: the default and footprint=np.ones((2, 2)).
  it.each([
    ["binaryErosion", undefined, ["001000", "011100", "001100", "000000"]], ["binaryErosion", square, ["001100", "001100", "001110", "000100"]],
    ["binaryDilation", undefined, ["111110", "111111", "111111", "011111"]], ["binaryDilation", square, ["111110", "111111", "111111", "011111"]],
    ["binaryOpening", undefined, ["011100", "111110", "011110", "001100"]], ["binaryOpening", square, ["011100", "011110", "011110", "001100"]],
    ["binaryClosing", undefined, ["111100", "111110", "011111", "001111"]], ["binaryClosing", square, ["111110", "111110", "111111", "001111"]],
  ] as const)("%s in scikit-image's convention does not erode from the border, footprint %j", async (name, footprint, expected) => {
    expect(await rows((operations[name] as Operation)(mask, { convention: "skimage", footprint }))).toEqual(expected);
  });

  it("repeated is the same as one call after another, by whichever way it is counted", async () => {
    const dots = new NdArray({ data: Uint8Array.from({ length: 40 * 50 }, (_, i) => ((i * 7919) % 1009 < 20 ? 1 : 0)), shape: [40, 50] });
    for (const footprint of [undefined, { shape: "disk", radius: 3 }, asymmetric, { shape: "full", ndim: 2 }, { shape: "custom", data: [[1, 0, 1]] }]) {
      for (const operation of [binaryErosion, binaryDilation] as const) {
        for (const iterations of [2, 7]) {
          let expected: NdArray = operation === binaryErosion ? NdArray.full([40, 50], 1, "uint8") : dots;
          for (let n = 0; n < iterations; n++) expected = (await operation(expected, { footprint })) as NdArray;
          const given = operation === binaryErosion ? NdArray.full([40, 50], 1, "uint8") : dots;
          expect(await rows(operation(given, { footprint, iterations })), JSON.stringify({ footprint, iterations })).toEqual(await rows(expected));
        }
      }
    }
  });

  it("goes on until nothing changes where iterations are below 1", async () => {
    for (const iterations of [0, -1]) {
      expect(((await binaryErosion(mask, { iterations })) as NdArray).sum()).toBe(0);
      expect(((await binaryDilation(mask, { iterations })) as NdArray).sum()).toBe(24);
    }
  });

  it("without the footprint's centre takes pixels that come back", async () => {
    // scipy.ndimage.binary_erosion(mask, [[1, 0, 1]], iterations=2)
    expect(await rows(binaryErosion(mask, { footprint: { shape: "custom", data: [[1, 0, 1]] }, iterations: 2 }))).toEqual(["000000", "001000", "000100", "000000"]);
    await expect(binaryErosion(mask, { footprint: { shape: "custom", data: [[1, 0, 1]] }, iterations: 0 })).rejects.toThrow(/footprint with its centre/);
  });

  it("takes everything that is not zero for foreground, and gives a mask", async () => {
    const result = (await binaryDilation(NdArray.from([0, 0, NaN, 0, 0, -0.5], "float32"))) as NdArray;
    expect([result.dtype, result.toNested()]).toEqual(["bool", [0, 1, 1, 1, 1, 1]]);
  });

  it.each(Object.keys(operations))("%s of an empty mask, and of one without elements, is empty", async (name) => {
    expect(((await (operations[name] as Operation)(NdArray.zeros([3, 4], "bool"))) as NdArray).sum()).toBe(0);
    expect(((await (operations[name] as Operation)(NdArray.zeros([0, 4], "bool"))) as NdArray).shape).toEqual([0, 4]);
  });

  it.each([[{ borderValue: 2 }, /borderValue/], [{ iterations: 1.5 }, /iterations/], [{ convention: "skimage", iterations: 2 }, /only where convention is scipy/], [{ footprint: { shape: "ball", radius: 1 } }, /3 axes/]] as const)(
    "refuses %j", async (parameters, message) => {
      for (const operation of Object.values(operations)) await expect(operation(mask, parameters)).rejects.toThrow(message);
    },
  );
});

describe("binaryFillHoles", () => {
  const rings = NdArray.from([[0, 1, 1, 1, 0], [1, 0, 0, 1, 0], [1, 1, 1, 0, 1], [0, 1, 0, 1, 1], [0, 0, 1, 1, 0]] as Nested, "uint8");

  // scipy.ndimage.binary_fill_holes 1.10
  it.each([
    [undefined, ["01110", "11110", "11111", "01111", "00110"]], [{ shape: "full", ndim: 2 }, ["01110", "10010", "11101", "01011", "00110"]],
    [{ shape: "custom", data: [[0, 1], [1, 1]] }, ["11110", "11110", "11111", "01111", "00110"]],
  ] as const)("fills what cannot be reached from beyond the border, by steps of %j", async (footprint, expected) => {
    expect(await rows(binaryFillHoles(rings, { footprint }))).toEqual(expected);
  });

  it("fills a stack plane by plane with a cross of planes, which would be open along the stack", async () => {
    const stack = NdArray.from([[[1, 1, 1], [1, 0, 1], [1, 1, 1]]] as Nested, "bool");
    expect(((await binaryFillHoles(stack)) as NdArray).sum()).toBe(8);
    expect(((await binaryFillHoles(stack, { footprint: { shape: "cross", ndim: 2 } })) as NdArray).sum()).toBe(9);
  });

  it("leaves empty and full masks as they are", async () => {
    expect(((await binaryFillHoles(NdArray.zeros([3, 4], "bool"))) as NdArray).sum()).toBe(0);
    expect(((await binaryFillHoles(NdArray.full([3, 4], 1, "uint8"))) as NdArray).sum()).toBe(12);
    expect(((await binaryFillHoles(NdArray.zeros([0, 4], "bool"))) as NdArray).shape).toEqual([0, 4]);
  });
});
