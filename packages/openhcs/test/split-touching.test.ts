import { createRuntime, isNdArray, NdArray } from "openhcs";
import { contrastOf, splitTouching } from "openhcs/plate";
import { describe, expect, it } from "vitest";

type Disk = readonly [y: number, x: number, radius: number];

function diskMask(height: number, width: number, disks: readonly Disk[]): NdArray {
  const mask = NdArray.zeros([height, width], "bool");
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (disks.some(([cy, cx, r]) => Math.hypot(y - cy, x - cx) <= r)) mask.set([y, x], 1);
  return mask;
}

async function countAfterSplitting(mask: NdArray): Promise<number> {
  await using runtime = await createRuntime();
  const key = runtime.register(splitTouching, { namespace: "openhcs" });
  const cut = await runtime.run(key, mask, { distance: 6, sigma: 1 });
  const { outputs } = await runtime.call("label", cut, { connectivity: 1 });
  return outputs["count"] as number;
}

describe("splitTouching", () => {
  it("cuts two disks that touch, near the line between their centres' middle", async () => {
    const mask = diskMask(40, 60, [[20, 20, 11], [20, 38, 11]]);
    expect(await countAfterSplitting(mask)).toBe(2);
    await using runtime = await createRuntime();
    const cut = await runtime.run(runtime.register(splitTouching, { namespace: "openhcs" }), mask, { distance: 6, sigma: 1 });
    if (!isNdArray(cut)) throw new Error("not a host array");
    const removed = [];
    for (let y = 0; y < 40; y++) for (let x = 0; x < 60; x++) if (mask.get(y, x) === 1 && cut.get(y, x) === 0) removed.push(x);
    expect(removed.length).toBeGreaterThan(5);
    expect(Math.min(...removed)).toBeGreaterThanOrEqual(27);
    expect(Math.max(...removed)).toBeLessThanOrEqual(31);
  });

  it("leaves a single disk, and one that the border cuts, in one piece", async () => {
    expect(await countAfterSplitting(diskMask(40, 40, [[20, 20, 12]]))).toBe(1);
    expect(await countAfterSplitting(diskMask(40, 40, [[2, 20, 12]]))).toBe(1);
  });

  it("parts a ring of three into three", async () => {
    expect(await countAfterSplitting(diskMask(60, 60, [[20, 20, 11], [20, 41, 11], [38, 30, 11]]))).toBe(3);
  });

  it("leaves two middles that are nearer than the distance in one object", async () => {
    const mask = diskMask(40, 60, [[20, 20, 11], [20, 38, 11]]);
    await using runtime = await createRuntime();
    const cut = await runtime.run(runtime.register(splitTouching, { namespace: "openhcs" }), mask, { distance: 25, sigma: 1 });
    expect(isNdArray(cut) && cut.toNested()).toEqual(mask.toNested());
  });

  it("of an empty mask is empty", async () => {
    expect(await countAfterSplitting(NdArray.zeros([9, 9], "bool"))).toBe(0);
  });
});

describe("contrast", () => {
  it("counts the deviations of noise by which labels stand out", () => {
    const image = NdArray.zeros([64, 64], "float32");
    const labels = NdArray.zeros([64, 64], "uint32");
    // A checkerboard of ±1 on a step of 10: Immerkær's mask answers 16 to each pixel, so that the noise is √(π/2)·16/6.
    for (let y = 0; y < 64; y++) {
      for (let x = 0; x < 64; x++) {
        image.set([y, x], ((x + y) % 2) * 2 - 1 + (x < 32 ? 0 : 100));
        labels.set([y, x], x < 32 ? 0 : 1);
      }
    }
    const checkerboard = (Math.sqrt(Math.PI / 2) * 16) / 6;
    expect(contrastOf(image, labels)).toBeGreaterThan(0.9 * (100 / checkerboard));
    expect(contrastOf(image, labels)).toBeLessThan(1.1 * (100 / checkerboard));
    expect(contrastOf(image, NdArray.zeros([64, 64], "uint32"))).toBe(0);
  });
});
