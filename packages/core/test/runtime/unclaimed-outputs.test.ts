import { createRuntime, defineFunction, NdArray } from "@openhcs/core";
import { expect, test } from "vitest";

const split = defineFunction({
  name: "split", documentation: "Two images out of one.", inputs: { image: { type: "array" } }, parameters: {},
  outputs: { low: { type: "array", result: "image" }, high: { type: "array", result: "image" } }, main: "low",
  reference: ({ image }) => ({ low: image.minimum(1).cast("uint8"), high: image.maximum(1).cast("uint8") }),
});

test("run frees the outputs that it does not return, call hands out all of them", async () => {
  const runtime = await createRuntime({ functions: [split] });
  const image = NdArray.from([[0, 2]], "uint8");
  const low = await runtime.run("split", image) as NdArray;
  expect(runtime.memory()).toMatchObject([{ arrays: 1, bytes: 2 }]);
  const { outputs } = await runtime.call("split", image);
  expect(runtime.memory()).toMatchObject([{ arrays: 3, bytes: 6 }]);
  for (const array of [low, ...Object.values(outputs)]) runtime.dispose(array);
  expect(runtime.memory()).toMatchObject([{ arrays: 0, bytes: 0 }]);
  await runtime[Symbol.asyncDispose]();
});
