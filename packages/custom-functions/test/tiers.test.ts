import type { NdArray } from "@openhcs/core";
import type { ManagerOptions } from "@openhcs/custom-functions";
import { expect, test } from "vitest";
import { adding, image, setting } from "./setting.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();

const tiers: Readonly<Record<string, Omit<ManagerOptions, "runtime">>> = {
  isolated: {},
  "in a worker": { trust: { everything: true, tier: "worker" } },
  "in the process": { trust: { everything: true } },
};

const everything = `import { gaussian, isNdArray, memory, ndarray, NdArray, progress, run, stackSlices, unstackSlices } from "openhcs";

let calls = 0;

/** Uses all that a function may. */
export const everything = ndarray({
  specialOutputs: ["names", "smooth"], specialInputs: ["seeds"], parameters: {}, contract: "pure3d", tags: ["test"],
})(async function everything(image: NdArray, seeds: unknown, text: string = "a", list: readonly number[] = [1, 2], flag: boolean = true) {
  console.log("called", ++calls > 0, text);
  progress(0.5, "half");
  const smooth = await gaussian(image, { sigma: 1 });
  const shifted = await run("openhcs:shift", image, { by: 10 });
  const planes = unstackSlices(shifted).map((plane) => plane.multiply(list[1]));
  const result = stackSlices(planes);
  return [result, { text, flag, seeds, isArray: isNdArray(shifted) }, smooth, { note: "kept" }];
});

export const shift = ndarray(function shift(image: NdArray, by: number = 1) { return image.add(by); });
`;

async function told(options: Omit<ManagerOptions, "runtime">) {
  await using it = await setting(options);
  const events: unknown[] = [];
  it.runtime.events.on("log", ({ key, level, text }) => { events.push({ key, level, text }); });
  it.runtime.events.on("progress", ({ key, fraction, message }) => { events.push({ key, fraction, message }); });
  await it.manager.registerFromCode(everything);
  const { value, outputs, record } = await it.runtime.call("openhcs:everything", image(), { seeds: [1, { a: [2] }], text: "b" });
  return {
    value: await nested(value), names: outputs["names"], smooth: (outputs["smooth"] as NdArray).dtype, metadata: outputs["metadata"], events,
    calls: record.calls?.map(({ key }) => key),
  };
}

test("functions that call each other wait for no child that waits for them", async () => {
  await using it = await setting({ isolation: { maxChildren: 1, spares: 0 } });
  await it.manager.registerFromCode(adding("inner", 1));
  await it.manager.registerFromCode(`import { ndarray, run, type NdArray } from "openhcs";
/** Calls another one. */
export const outer = ndarray(async function outer(image: NdArray) { return await run("openhcs:inner", image); });`);
  const all = await Promise.all([1, 2, 3].map(() => it.runtime.run("openhcs:outer", image(), undefined, { timeoutMs: 20_000 })));
  for (const result of all) expect(await nested(result)).toEqual([[[1, 2], [3, 4]]]);
});

for (const [where, options] of Object.entries(tiers)) {
  test(`${where} a function may use the library, other functions, console, progress, and named outputs`, async () => {
    expect(await told(options)).toEqual({
      value: [[[20, 22], [24, 26]]], names: { text: "b", flag: true, seeds: [1, { a: [2] }], isArray: true }, smooth: "float32", metadata: { note: "kept" },
      events: [{ key: "openhcs:everything", level: "info", text: "called true b" }, { key: "openhcs:everything", fraction: 0.5, message: "half" }],
      calls: ["gaussian", "openhcs:shift"],
    });
  });

  const writesThrough = where === "in the process"; // Nothing is copied there, and nothing held back.
  test(`${where} writing to the image changes ${writesThrough ? "what was given" : "nothing outside"}`, async () => {
    await using it = await setting(options);
    await it.manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";
/** Writes. */
export const write = ndarray(function write(image: NdArray) { image.data.fill(99); return image.map((value) => value); });`);
    const input = image();
    expect(await nested(it.runtime.run("openhcs:write", input))).toEqual([[[99, 99], [99, 99]]]);
    expect(input.toNested()).toEqual(writesThrough ? [[[99, 99], [99, 99]]] : [[[0, 1], [2, 3]]]);
  });

  test(`${where} functions that are called by planes, and of several dtypes, give what they declare`, async () => {
    await using it = await setting(options);
    await it.manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";
/** By planes. */
export const planes = ndarray({ contract: "pure2d", result: "mask" })(function planes(image: NdArray, above: number = 1) { return image.greater(above + image.shape.length - 2); });`);
    const mask = await it.runtime.run("openhcs:planes", image().cast("uint16")) as NdArray;
    expect({ dtype: mask.dtype, values: mask.toNested() }).toEqual({ dtype: "bool", values: [[[0, 0], [1, 1]]] });
  });

  test(`${where} the whole library may be imported under one name`, async () => {
    await using it = await setting(options);
    await it.manager.registerFromCode(`import * as hcs from "openhcs";
/** Smooths. */
export const smooth = hcs.ndarray(async function smooth(image: hcs.NdArray) { return await hcs.gaussian(hcs.stackSlices(hcs.unstackSlices(image)), { sigma: 1 }); });`);
    expect(await nested(it.runtime.run("openhcs:smooth", image([[3, 3], [3, 3]])))).toEqual([[[3, 3], [3, 3]]]);
  });

  test(`${where} an error names the function and keeps its message`, async () => {
    await using it = await setting(options);
    await it.manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";
/** Throws. */
export const fail = ndarray(function fail(image: NdArray) {
  throw new RangeError("out of ideas");
});`);
    const error = await it.runtime.run("openhcs:fail", image()).then(() => undefined, (thrown: unknown) => thrown as Error);
    expect(error?.message).toContain("out of ideas");
  });

  test(`${where} a function that calls itself without an end is stopped`, async () => {
    await using it = await setting(options);
    await it.manager.registerFromCode(`import { ndarray, run, type NdArray } from "openhcs";
/** Calls itself. */
export const again = ndarray(async function again(image: NdArray) { return await run("openhcs:again", image); });`);
    await expect(it.runtime.run("openhcs:again", image(), undefined, { timeoutMs: 60_000 })).rejects.toMatchObject({ code: "TOO_DEEP", depth: 16 });
  });

  test(`${where} functions of several runtimes do not meet`, async () => {
    await using one = await setting(options);
    await using other = await setting(options);
    await one.manager.registerFromCode(adding("same", 1));
    await other.manager.registerFromCode(adding("same", 5));
    expect(await nested(one.runtime.run("openhcs:same", image()))).toEqual([[[1, 2], [3, 4]]]);
    expect(await nested(other.runtime.run("openhcs:same", image()))).toEqual([[[5, 6], [7, 8]]]);
  });
}
