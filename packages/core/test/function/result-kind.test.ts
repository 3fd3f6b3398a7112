import { defineFunction, NdArray } from "@openhcs/core";
import { expect, test } from "vitest";

const scaled = {
  name: "scaled", documentation: "Gives halves.", inputs: { image: { type: "array" } },
  parameters: { convention: { type: "string", choices: ["plain", "unit"], default: "plain" } },
  reference: ({ image }: { image: NdArray }) => image.multiply(0.5),
} as const;

test("what a result means may hang on a parameter, and the dtype follows", async () => {
  const fn = defineFunction({ ...scaled, outputs: { image: { type: "array", result: "image", resultBy: { convention: { unit: "float" } } } } });
  const image = NdArray.from([[1, 3]], "uint8");
  expect(await fn(image)).toMatchObject({ dtype: "uint8" });
  expect(((await fn(image, { convention: "unit" })) as NdArray).toNested()).toEqual([[0.5, 1.5]]);
});

test("a result that hangs on a parameter that does not exist is refused", () => {
  expect(() => defineFunction({ ...scaled, outputs: { image: { type: "array", result: "image", resultBy: { mode: { unit: "float" } } } } }))
    .toThrow('scaled: the result of "image" depends on "mode", which is no parameter.');
});
