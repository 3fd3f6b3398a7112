import { opencl } from "@openhcs/backend-opencl";
import { createRuntime, NdArray, type Runtime, type Table } from "@openhcs/core";
import { functions, regionprops } from "@openhcs/functions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ backends: [opencl()], functions }); });
afterAll(() => runtime[Symbol.asyncDispose]());

/** Properties of which sums tell. */
const summed = (regionprops.parameters.properties.items.choices as readonly string[]).filter((name) => !/convex|filled|euler|feret|perimeter|solidity/.test(name));
const ofPlanes = /hu$|eccentricity|orientation/;

/** Objects in tiles, numbered in no order, with gaps in the numbers and holes in the objects. */
function tiles(shape: readonly number[], side: number): NdArray {
  const labels = NdArray.zeros(shape, "uint32");
  const columns = shape.at(-1) as number;
  const rows = shape.at(-2) as number;
  for (let at = 0; at < labels.data.length; at++) {
    const [x, y, z] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / columns / rows)];
    const tile = (Math.floor(z / side) * 31 + Math.floor(y / side)) * 17 + Math.floor(x / side);
    (labels.data as Uint32Array)[at] = (x * 7 + y * 3 + z) % 5 === 0 ? 0 : ((tile * 48_271) % 1009) * 3 + 1;
  }
  return labels;
}

function intensities(shape: readonly number[]): NdArray {
  const image = NdArray.zeros(shape, "float32");
  let state = 7;
  for (let at = 0; at < image.data.length; at++) (image.data as Float32Array)[at] = ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * 100;
  return image;
}

async function table(name: string, [labels, intensity]: readonly NdArray[], parameters: Readonly<Record<string, unknown>>, on: string): Promise<Table> {
  const { outputs } = await runtime.call(name, labels, { ...(intensity === undefined ? {} : { intensity }), ...parameters }, { on });
  return (outputs as { readonly table: Table }).table;
}

function expectClose(ours: Table, theirs: Table): void {
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  for (const [name, column] of Object.entries(theirs) as readonly [string, Float64Array][]) {
    const scale = column.reduce((most, value) => Math.max(most, Number.isNaN(value) ? 0 : Math.abs(value)), 0);
    const off = Array.from(column, (value, row) => Math.abs(value - ((ours[name] as Float64Array)[row] as number)));
    expect(ours[name]?.length, name).toBe(column.length);
    expect(Array.from(ours[name] as Float64Array, Number.isNaN), name).toEqual(Array.from(column, Number.isNaN));
    expect(Math.max(0, ...off.filter((value) => !Number.isNaN(value))), name).toBeLessThanOrEqual(1e-9 * scale + 1e-9);
  }
}

describe("regions on a device", () => {
  it.each([[[300, 411], 29], [[9, 40, 50], 8]] as const)("are measured as the reference measures them, in images of %j", async (shape, side) => {
    const arrays = [tiles(shape, side), intensities(shape)];
    const properties = summed.filter((name) => shape.length === 2 || !ofPlanes.test(name));
    expectClose(await table("regionprops", arrays, { properties }, "opencl"), await table("regionprops", arrays, { properties }, "reference"));
    expectClose(await table("labelStatistics", arrays, {}, "opencl"), await table("labelStatistics", arrays, {}, "reference"));
  });

  it("give the same sums to the last bit in every run", async () => {
    const arrays = [tiles([200, 300], 40), intensities([200, 300])];
    const first = await table("labelStatistics", arrays, {}, "opencl");
    expect(await table("labelStatistics", arrays, {}, "opencl")).toEqual(first);
  });

  it("are found whatever their labels are: the largest that there are, and every pixel one of its own", async () => {
    const rare = new NdArray({ data: Uint32Array.of(4_294_967_295, 0, 1_000_000, 4_294_967_295, 0, 5), shape: [2, 3] });
    expect(await table("regionprops", [rare], { properties: ["label", "area"] }, "opencl")).toEqual({ label: Float64Array.of(5, 1_000_000, 4_294_967_295), area: Float64Array.of(1, 1, 2) });
    const single = new NdArray({ data: Uint32Array.from({ length: 5000 }, (_, at) => (at * 77) % 5000), shape: [50, 100] });
    expect(await table("regionprops", [single], {}, "opencl")).toEqual(await table("regionprops", [single], {}, "reference"));
  });

  it("refuse in words what sums do not tell", async () => {
    const labels = tiles([20, 20], 5);
    await expect(table("regionprops", [labels], { properties: ["area", "solidity"] }, "opencl")).rejects.toThrow(/leaves solidity to the reference/);
    const { record } = await runtime.call("regionprops", labels, { properties: ["area", "solidity"] });
    expect(record.kernel).toBe("reference:regionprops");
  });

  it("are renumbered and sifted by size as the reference does it", async () => {
    const labels = tiles([300, 411], 13);
    const run = async (name: string, parameters: Readonly<Record<string, unknown>>, on: string) => (await runtime.to(await runtime.run(name, labels, parameters, { on }), "ndarray")).data;
    expect(await run("relabelSequential", { offset: 3 }, "opencl")).toEqual(await run("relabelSequential", { offset: 3 }, "reference"));
    expect(await run("removeSmallLabels", { minSize: 130 }, "opencl")).toEqual(await run("removeSmallLabels", { minSize: 130 }, "reference"));
    const negative = new NdArray({ data: Int32Array.of(1, -4, 2), shape: [1, 3] });
    await expect(runtime.run("relabelSequential", negative, {}, { on: "opencl" })).rejects.toThrow(/must not be negative, received -4/);
  });
});

/** Blobs and holes of all sizes, some of them one pixel. */
function speckles(shape: readonly number[], fraction: number): NdArray {
  const mask = NdArray.zeros(shape, "bool");
  let state = 11;
  const width = shape.at(-1) as number;
  for (let at = 0; at < mask.data.length; at++) {
    const drawn = (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    (mask.data as Uint8Array)[at] = drawn < fraction || (at % 37 < 9 && Math.floor(at / width) % 23 < 9 && drawn < 0.95) ? 1 : 0;
  }
  return mask;
}

describe("components on a device", () => {
  const same = async (name: string, image: NdArray, parameters: Readonly<Record<string, unknown>>) => {
    const run = async (on: string) => (await runtime.to(await runtime.run(name, image, parameters, { on }), "ndarray")).data;
    expect(await run("opencl"), `${name} ${JSON.stringify(parameters)}`).toEqual(await run("reference"));
  };

  it.each([[[150, 401]], [[7, 40, 61]], [[1, 1, 300]]] as const)("are sifted by size, cleared at the border and filled as by the reference, in images of %j", async (shape) => {
    const [sparse, dense] = [speckles(shape, 0.2), speckles(shape, 0.7)];
    for (const connectivity of [1, shape.length]) {
      await same("removeSmallObjects", sparse, { minSize: 6, connectivity });
      await same("removeSmallHoles", dense, { areaThreshold: 3.5, connectivity });
    }
    await same("clearBorder", sparse, {});
    await same("clearBorder", dense, { bgval: 1, bufferSize: shape.includes(1 as never) ? 0 : 2 });
    await same("clearBorder", sparse, { mask: dense });
    await same("binaryFillHoles", dense, {});
    await same("binaryFillHoles", dense, { footprint: { shape: "full", ndim: shape.length } });
    for (const mode of ["thick", "inner", "outer"]) for (const connectivity of [1, shape.length]) await same("findBoundaries", tiles(shape, 7), { mode, connectivity });
  });
});
