import { createRuntime, defineFunction, type FunctionDefinition, type NdArray } from "@openhcs/core";
import { expect, test } from "vitest";

type Words = Partial<Pick<FunctionDefinition, "documentation" | "category" | "tags" | "synonyms" | "source" | "citations">>;

const named = (name: string, words: Words = {}) => defineFunction({
  name, documentation: "Does something.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
  ...words, reference: ({ image }) => (image as NdArray).copy(),
}) as unknown as FunctionDefinition;

const functions = [
  named("said", { documentation: "Removes the background." }), named("tagged", { tags: ["background"] }), named("alsoCalled", { synonyms: ["background subtraction"] }),
  named("calledAndTagged", { synonyms: ["background subtraction"], tags: ["background"] }),
  named("subtractBackground"), named("backgroundLevel"), named("background"), named("whiteTophat", { synonyms: ["top hat"], category: "morphology", source: "scipy.ndimage.white_tophat" }),
  named("thresholdOtsu", { citations: [{ text: "Otsu N (1979). A threshold selection method.", doi: "10.1109/TSMC.1979.4310076" }], category: "Thresholds" }),
];

const found = async (search: string) => {
  await using runtime = await createRuntime({ functions });
  return runtime.list({ search }).map(({ name }) => name);
};

test("a search puts names before synonyms, synonyms with a tag before those without, synonyms before tags, and tags before what is only said", async () => {
  expect(await found("background")).toEqual(["background", "backgroundLevel", "subtractBackground", "calledAndTagged", "alsoCalled", "tagged", "said"]);
});

test.each(["white_tophat", "white top-hat", "TopHat", "top hat", "ndimage.white_tophat"])("%s finds whiteTophat", async (search) => {
  expect(await found(search)).toEqual(["whiteTophat"]);
});

test.each(["otsu 1979", "10.1109/TSMC.1979", "selection method"])("%s finds a function by what it cites", async (search) => {
  expect(await found(search)).toEqual(["thresholdOtsu"]);
});

test("every word must occur", async () => {
  expect(await found("background nowhere")).toEqual([]);
  expect(await found("  ")).toHaveLength(functions.length);
});

test("a category is the same in upper and lower case, and narrows a search", async () => {
  await using runtime = await createRuntime({ functions });
  expect(runtime.list({ category: "thresholds" }).map(({ name }) => name)).toEqual(["thresholdOtsu"]);
  expect(runtime.list({ category: "MORPHOLOGY", search: "otsu" })).toEqual([]);
});

test("citations are part of the metadata, and a DOI is written without a resolver", async () => {
  await using runtime = await createRuntime({ functions });
  expect(runtime.describe("thresholdOtsu").citations).toEqual([{ text: "Otsu N (1979). A threshold selection method.", doi: "10.1109/TSMC.1979.4310076" }]);
  expect(runtime.describe("background").citations).toEqual([]);
  expect(() => named("linked", { citations: [{ text: "A paper.", doi: "https://doi.org/10.1109/TSMC.1979.4310076" }] })).toThrow("a DOI is written as 10.1109/TSMC.1979.4310076");
});
