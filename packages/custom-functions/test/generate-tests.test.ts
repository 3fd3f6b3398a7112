import { expect, test } from "vitest";
import { inProcess, setting } from "./setting.js";
import { vault } from "./vault.js";

const given = (text: string): unknown => JSON.parse(/^const given = (.*);$/m.exec(text)?.[1] as string);

test("parameters without a default are given values within their ranges, whichever ends belong to them", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";

/**
 * Takes much.
 * @param gain (0, 1]
 * @param share (0, 1)
 * @param size integer, (2, 9)
 * @param low [3, 5)
 * @param below (-1, 0)
 */
export const taking = ndarray(function taking(image: NdArray, gain: number, share: number, size: number, low: number, below: number) { return image; });
`);
  const { parameters } = it.manager.info("taking");
  const text = it.manager.generateTests("taking");
  expect(parameters).toMatchObject({ gain: { min: 0, exclusiveMin: true, max: 1 }, low: { min: 3, exclusiveMax: true } });
  expect(given(text)).toEqual({ gain: 0.5, share: 0.5, size: 3, low: 3, below: -0.5 });
  const named = [...text.matchAll(/^test\("taking (.* (?:gain|low) = .*)"/gm)].map(([, name]) => name);
  expect(named).toEqual(["runs with gain = 1", "runs with low = 3", "refuses gain = 0", "refuses gain = 2", "refuses low = 2", "refuses low = 5"]);
  expect(text).toContain("createRuntime();");
});

test("tests of a function on a device open the backends that are installed", async () => {
  await using it = await setting(inProcess, { backends: [vault().backend] });
  await it.manager.registerFromCode(it.manager.template("image", "vault"));
  expect(it.manager.generateTests("myFunction").match(/createRuntime\(.*\)/g)).toEqual(Array.from({ length: 2 }, () => 'createRuntime({ backends: "installed" })'));
});
