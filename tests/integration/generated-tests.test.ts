import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createRuntime } from "openhcs";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "openhcs-generated-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
afterAll(() => { rmSync(folder, { recursive: true }); });

const source = (body: string) => `import { gaussian, ndarray, type NdArray } from "openhcs";

/**
 * Keep what is brighter than its smoothed surroundings.
 * @param threshold intensity above the surroundings, 0..1
 * @param mode how
 */
export const brightSpots = ndarray({ result: "mask", contract: "pure3d" })(async function brightSpots(image: NdArray, threshold: number = 0.5, mode: "plain" | "strict" = "plain") {
  const background = await gaussian(image, { sigma: mode === "plain" ? 2 : 3 });
  ${body}
});
`;

async function outcome(code: string, file: string): Promise<{ readonly passed: number; readonly failed: readonly string[]; readonly text: string }> {
  await using runtime = await createRuntime();
  await runtime.customFunctions.registerFromCode(code);
  const text = runtime.customFunctions.generateTests("brightSpots", { runner: "node:test" });
  writeFileSync(join(folder, file), text);
  const { VITEST: _, NODE_OPTIONS: __, NODE_TEST_CONTEXT: ___, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["--test", "--test-reporter=tap", join(folder, file)], { cwd: folder, env, timeout: 200_000 }).catch((error: { stdout: string }) => error);
  const results = [...stdout.matchAll(/^\s+(not )?ok \d+ - (brightSpots.*)$/gm)];
  const lines = results.length > 0 ? results : [...stdout.matchAll(/^(not )?ok \d+ - (brightSpots.*)$/gm)];
  return { text, passed: lines.filter(([, not]) => not === undefined).length, failed: lines.filter(([, not]) => not !== undefined).map(([, , name]) => name as string) };
}

test("the tests that are written for a function run, and pass for one that keeps its word", async () => {
  const { passed, failed, text } = await outcome(source("return image.subtract(background).greater(threshold);"), "good.test.mjs");
  expect({ passed, failed }).toEqual({ passed: 13, failed: [] });
  expect(text).toContain("brightSpots refuses threshold = 2");
});

test("they notice a function that breaks at the end of a range", async () => {
  const { failed } = await outcome(source("if (threshold === 1) throw new Error(\"never tried\");\n  return image.subtract(background).greater(threshold);"), "bad.test.mjs");
  expect(failed).toEqual(["brightSpots runs with threshold = 1"]);
});
