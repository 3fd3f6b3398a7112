import { NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { inProcess, setting } from "./setting.js";

const spots = () => NdArray.zeros([1, 16, 16]).map((_value) => 0).add(NdArray.from(Array.from({ length: 256 }, (__, i) => (i % 16 > 4 && i % 16 < 9 && i > 64 && i < 128 ? 1 : 0))).reshape([1, 16, 16]));

test("the default template is that of an image on the host", async () => {
  await using it = await setting(inProcess);
  expect(it.manager.availableMemoryTypes).toEqual(["ndarray"]);
  expect(it.manager.defaultTemplate()).toBe(it.manager.templateFor("ndarray"));
  expect(it.manager.templateKinds.map(({ kind }) => kind)).toEqual(["image", "analysis", "multi-output", "per-channel"]);
  expect(() => it.manager.templateFor("opencl")).toThrow(expect.objectContaining({ code: "NOT_REGISTERED" }));
});

for (const kind of ["image", "analysis", "multi-output", "per-channel"] as const) {
  test(`the template "${kind}" validates without a warning, registers and runs as it is`, async () => {
    await using it = await setting(inProcess);
    const code = it.manager.template(kind);
    expect(it.manager.validate(code)).toMatchObject({ isValid: true, errors: [], warnings: [] });
    expect(code).toContain("@param");
    expect(code).toContain("@returns");
    const [fn] = await it.manager.registerFromCode(code);
    const { value, outputs } = await it.runtime.call(fn?.key as string, spots());
    expect((value as NdArray).shape).toEqual([1, 16, 16]);
    expect(Object.keys(outputs)).toEqual({
      image: ["image", "metadata"], analysis: ["image", "measurements"], "multi-output": ["image", "background", "sigma"], "per-channel": ["image"],
    }[kind]);
  });
}

test("the analysis template counts and measures objects", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(it.manager.template("analysis"));
  const { value, outputs } = await it.runtime.call("openhcs:countObjects", spots(), { threshold: 0.2 });
  expect((value as NdArray).dtype).toBe("uint32");
  expect((value as NdArray).max()).toBe(1);
  expect(Object.keys(outputs["measurements"] as object)).toContain("area");
});
