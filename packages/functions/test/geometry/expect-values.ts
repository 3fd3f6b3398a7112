import { isOpenHcsError, NdArray } from "@openhcs/core";
import { expect } from "vitest";

/** The plane of which the peers' numbers in these tests were made. */
export const plane = NdArray.from([[1, 5, 2, 8], [7, 3, 9, 4], [6, 0, 10, 11]], "float32");
export const line = NdArray.from([1, 5, 2, 8, 3], "float64");

/** The values of a result, rounded as the peers' numbers in these tests are. */
export async function expectValues(result: Promise<unknown>, expected: unknown): Promise<void> {
  const array = await result as NdArray;
  const shape: number[] = [];
  for (let level = expected; Array.isArray(level); level = level[0]) shape.push(level.length);
  expect(array.shape).toEqual(shape);
  const [got, wanted] = [[array.toNested()].flat(8) as number[], [expected].flat(8) as number[]];
  for (const [at, value] of got.entries()) {
    const [ours, theirs] = [Number(value), wanted[at] as number];
    expect(Object.is(ours, theirs) || Math.abs(ours - theirs) < 2e-6 * Math.max(1, Math.abs(theirs)), `element ${at} is ${ours} instead of ${theirs}`).toBe(true);
  }
}

export async function expectRefused(call: Promise<unknown>, message: RegExp): Promise<void> {
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toSatisfy((error) => isOpenHcsError(error, "INVALID_ARGUMENT"));
}
