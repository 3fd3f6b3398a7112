import { createRuntime, type Runtime } from "openhcs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { definitions } from "../../tools/golden/definitions.mjs";
import { readCases } from "../../tools/golden/golden-folder.mjs";
import { runCase } from "../../tools/golden/run-case.mjs";
import { goldenFolder, hasGoldenFolder, whySkipped } from "./folder.js";

interface Golden { readonly id: string; readonly op: string }

describe("the references against NumPy, SciPy, scikit-image, OpenCV, OpenHCS and tifffile", () => {
  let runtime: Runtime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [] }); });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const cases: readonly Golden[] = hasGoldenFolder ? readCases(goldenFolder) : [];
  const ops = [...new Set(cases.map(({ op }) => op))];
  if (ops.length === 0) it.skip(whySkipped);

  it.each(ops)("%s gives what its peers give", async (op) => {
    const outcomes = [];
    for (const golden of cases.filter((each) => each.op === op)) outcomes.push(await runCase({ runtime, definitions, dir: goldenFolder, on: "reference" }, golden));
    expect(outcomes.filter(({ status, reason }) => status !== "passed" && reason?.startsWith("quirk not followed: ") !== true)).toEqual([]);
  });
});
