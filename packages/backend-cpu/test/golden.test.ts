import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { cpu } from "@openhcs/backend-cpu";
import { createRuntime, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readCases } from "../../../tools/golden/golden-folder.mjs";
import { findMapping } from "../../../tools/golden/mappings.mjs";
import { runCase } from "../../../tools/golden/run-case.mjs";
import { describeNative } from "./addon/session.js";

const dir = fileURLToPath(new URL("../../../../shared/data/golden/", import.meta.url));
const named = new Set(cpu().kernels?.map((kernel) => kernel.function));
const definitions = functions.filter(({ name }) => named.has(name));
const cases: readonly Case[] = existsSync(dir) ? readCases(dir, undefined).filter((golden: Case) => findMapping(definitions, golden) !== undefined) : [];

interface Case {
  readonly id: string;
  readonly op: string;
  readonly variant: string;
  readonly params: object;
}

/** What the kernels leave to the references, by case. */
const refused: Readonly<Record<string, RegExp>> = {
  "gaussian.scipy.20": /keeps results between axes as float32 or float64 only/,
  "gaussian.cv2.03": /leaves OpenCV's fixed-point sums of integers to the reference/,
  "projection.numpy.06": /leaves medians to the reference/,
};

describeNative("kernels on the golden data", () => {
  let runtime: Runtime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [cpu({ threads: 2 })], functions }); });
  afterAll(() => runtime[Symbol.asyncDispose]());
  if (cases.length === 0) it.skip("needs the golden data beside the repository");

  it.each(cases)("$id agrees with its peer, or is refused with the reason", async (golden) => {
    const { status, reason } = await runCase({ runtime, definitions, dir, on: "cpu" }, golden);
    if (refused[golden.id] === undefined) expect({ status, reason }).toEqual({ status: "passed", reason: undefined });
    else expect({ status, reason }).toEqual({ status: "unsupported", reason: expect.stringMatching(refused[golden.id] as RegExp) });
  });
});
