import { createRuntime, defineFunction, NdArray } from "@openhcs/core";
import { expect, test } from "vitest";

const body = { documentation: "Gives the image as floats.", inputs: { image: { type: "array" } }, parameters: {}, reference: ({ image }: { image: NdArray }) => image.add(0) } as const;
const numbers = defineFunction({ ...body, name: "numbers", outputs: { labels: { type: "array", result: "labels" } } });
const light = defineFunction({ ...body, name: "light", outputs: { image: { type: "array", result: "image" } } });

test("a scaling policy stretches images and leaves labels as they are", async () => {
  const runtime = await createRuntime({ functions: [numbers, light] });
  const image = NdArray.from([[0, 1, 3]], "uint8");
  const labelled = await runtime.call("numbers", image, {}, { scaling: "minmax" });
  expect((labelled.value as NdArray).toNested()).toEqual([[0, 1, 3]]);
  expect(labelled.record.conversion).toEqual({ from: "float32", to: "uint32", scaling: "saturate" });
  expect(((await runtime.run("light", image, {}, { scaling: "minmax" })) as NdArray).toNested()).toEqual([[0, 85, 255]]);
  await runtime[Symbol.asyncDispose]();
});
