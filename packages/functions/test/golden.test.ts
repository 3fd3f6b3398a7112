import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isOpenHcsError, outputsOf, type FunctionDefinition, type NdArray } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { compareResult } from "../../../tools/golden/compare/compare-result.mjs";
import { readCases, readExpected, readInputs } from "../../../tools/golden/golden-folder.mjs";
import { callOf, findMapping, outputName } from "../../../tools/golden/mappings.mjs";

const dir = fileURLToPath(new URL("../../../../shared/data/golden/", import.meta.url));
const folders = new Set(["arithmetic", "conversion", "labels", "measurements"]);
const owned = functions.filter(({ category }) => folders.has(category ?? ""));
const cases = existsSync(dir) ? readCases(dir, undefined).filter((golden) => findMapping(owned, golden) !== undefined) : [];

/** What the reference gives, before any dtype rule. */
async function outputsOfReference(definition: FunctionDefinition, first: NdArray, given: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  await (definition as unknown as (first: NdArray, parameters: unknown) => Promise<unknown>)(first, given);
  const [firstName = ""] = Object.keys(definition.inputs);
  const defaults = Object.entries(definition.parameters as Record<string, { default?: unknown }>).map(([name, argument]) => [name, argument.default]);
  const parameters = { ...Object.fromEntries(defaults), ...given };
  return outputsOf(definition, await definition.reference({ [firstName]: first, ...given }, parameters, {} as never));
}

describe("references on the golden data", () => {
  if (cases.length === 0) it.skip("needs the golden data beside the repository");

  it.each(cases)("$id ($level) agrees with its peer", async (golden) => {
    const found = findMapping(owned, golden) as { readonly definition: FunctionDefinition };
    const { args: [first, parameters] } = callOf(found, golden.params, readInputs(dir, golden), dir);
    const running = outputsOfReference(found.definition, first, parameters);
    if (golden.tolerance.kind === "error") {
      await expect(running).rejects.toSatisfy((error) => isOpenHcsError(error));
      return;
    }
    const outputs = await running;
    expect(compareResult((name: string) => outputs[outputName(found, name)], readExpected(dir, golden), golden.tolerance)).toBeUndefined();
  });
});
