import { createRuntime, type Runtime } from "openhcs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { definitions } from "../../tools/golden/definitions.mjs";
import { readCases } from "../../tools/golden/golden-folder.mjs";
import { runCase } from "../../tools/golden/run-case.mjs";
import { coveredOps, goldenFolder, hasGoldenFolder, whySkipped } from "./folder.js";

interface Golden { readonly id: string; readonly op: string }

describe("the references against NumPy, SciPy, scikit-image, OpenCV, OpenHCS and tifffile", () => {
  let runtime: Runtime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [] }); });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const cases: readonly Golden[] = hasGoldenFolder ? readCases(goldenFolder) : [];
  for (const op of coveredOps) {
    it(`${op} gives what its peers give`, async (context) => {
      if (!hasGoldenFolder) context.skip(whySkipped);
      const mine = cases.filter((each) => each.op === op);
      expect(mine, "cases in the folder").not.toHaveLength(0);
      const outcomes = [];
      for (const golden of mine) outcomes.push(await runCase({ runtime, definitions, dir: goldenFolder, on: "reference" }, golden));
      expect(outcomes.filter(({ status }) => status !== "passed")).toEqual([]);
    });
  }
});
