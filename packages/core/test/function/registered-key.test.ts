import { createRuntime, ndarray, NdArray, registeredKey } from "@openhcs/core";
import { expect, test } from "vitest";

const negate = ndarray(function negate(image: NdArray) { return image.multiply(-1); });

test("a function that stands for a registered one is resolved by its key, in each runtime anew", async () => {
  await using runtime = await createRuntime();
  await using other = await createRuntime();
  runtime.register(negate, { namespace: "openhcs" });
  const standIn = Object.assign(ndarray((image: NdArray) => image), { [registeredKey]: "openhcs:negate" });
  expect((await runtime.run(standIn, NdArray.from([1, 2])) as NdArray).toNested()).toEqual([-1, -2]);
  expect((await runtime.run([standIn, standIn], NdArray.from([1, 2])) as NdArray).toNested()).toEqual([1, 2]);
  await expect(other.run(standIn, NdArray.from([1, 2]))).rejects.toMatchObject({ code: "NOT_REGISTERED" });
});
