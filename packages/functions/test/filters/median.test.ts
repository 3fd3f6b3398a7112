import { isOpenHcsError, NdArray } from "@openhcs/core";
import { median } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

describe("median", () => {
  it("takes the upper of the two in the middle of an even window, whose centre is right of the middle", async () => {
    const line = NdArray.from([5, 1, 4, 2], "uint8");
    expect((await median(line, { size: 2, mode: "nearest" }) as NdArray).toNested()).toEqual([5, 5, 4, 4]);
  });

  it("sorts NaN after infinity, so that a single one vanishes", async () => {
    const line = NdArray.from([1, 2, NaN, 3, Infinity, NaN, NaN], "float32");
    expect((await median(line, { size: 3, mode: "nearest" }) as NdArray).toNested()).toEqual([1, 2, 3, Infinity, Infinity, NaN, NaN]);
  });

  it("reads what lies beyond a constant border as the dtype holds it", async () => {
    expect((await median(NdArray.from([1, 2, 3], "uint8"), { size: 5, mode: "constant", cval: 999.5 }) as NdArray).toNested()).toEqual([3, 3, 3]);
    expect((await median(NdArray.from([0, 0], "bool"), { size: 3, mode: "constant", cval: 7 }) as NdArray).toNested()).toEqual([0, 0]);
  });

  it.each([
    [[4], { convention: "cv2" }, /plane/], [[4, 4], { convention: "cv2", kernelSize: 4 }, /odd/], [[4, 4], { convention: "cv2", kernelSize: 363 }, /361/],
    [[4], { footprint: { shape: "disk", radius: 1 } }, /2 axes/],
    [[4, 4], { footprint: { shape: "custom", data: [[0, 0]] } }, /no member/], [[4, 4, 4], { size: [400, 400, 400] }, /at most 16777216/], [[4, 4], { size: 0 }, /size/],
  ] as const)("refuses an image of shape %j with %o", async (shape, parameters, message) => {
    const refused = median(NdArray.zeros(shape), parameters as object);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toSatisfy((error) => isOpenHcsError(error));
  });

  it.each([
    ["uint8", 7, true], ["uint16", 5, true], ["int16", 3, true], ["float32", 5, true], ["uint16", 7, false], ["float32", 7, false],
    ["int8", 3, false], ["int32", 3, false], ["float64", 3, false], ["bool", 3, false],
  ] as const)("takes %s with a kernelSize of %i as cv2.medianBlur 4.6 does or does not: %s", async (dtype, kernelSize, taken) => {
    const outcome = await median(NdArray.zeros([9, 9], dtype), { convention: "cv2", kernelSize }).then(() => "taken", ({ message }: Error) => message);
    expect(outcome).toMatch(taken ? /^taken$/ : /cv2/);
  });
});
