import { NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { inProcess, setting } from "./setting.js";
import { storeOf } from "./store-of.js";

const code = `import { gaussian, ndarray, type NdArray } from "openhcs";
/** Smooths. */
export const smooth = ndarray(async function smooth(image: NdArray, sigma: number = 1) { return await gaussian(image, { sigma }); });
`;

test("a profile tells times, bytes, library calls and the child's memory", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(code);
  const profile = await it.manager.profile("smooth", NdArray.zeros([1, 64, 64]), { sigma: 2 }, { calls: 5 });
  expect(profile).toMatchObject({ name: "smooth", tier: "isolated", calls: 5, libraryCalls: 1, bytesIn: 16384, bytesOut: 16384 });
  for (const figure of ["firstMs", "medianMs", "minMs", "libraryMs"] as const) expect(profile[figure]).toBeGreaterThan(0);
  expect(profile.minMs).toBeLessThanOrEqual(profile.medianMs);
  if (process.platform === "linux") expect(profile.peakBytes).toBeGreaterThan(2 ** 20);
});

test("isolated sources are not run in the host's process for comparison, unless the host says so", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(code);
  const input = NdArray.zeros([1, 8, 8]);
  expect(await it.manager.profile("smooth", input, {}, { calls: 2 })).not.toHaveProperty("plainMs");
  const allowed = await it.manager.profile("smooth", input, {}, { calls: 2, plain: true });
  expect(allowed.ratio).toBeCloseTo(allowed.medianMs / (allowed.plainMs as number));
});

test("trusted sources are compared with a plain call", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(code);
  const profile = await it.manager.profile("smooth", NdArray.zeros([1, 8, 8]), {}, { calls: 3 });
  expect(profile).toMatchObject({ tier: "in-process", plainMs: expect.any(Number), ratio: expect.any(Number) });
  expect(profile).not.toHaveProperty("peakBytes");
});

test("profiling leaves no arrays behind", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(code);
  await it.manager.profile("smooth", NdArray.zeros([1, 8, 8]), {}, { calls: 3 });
  expect(it.runtime.memory().reduce((sum, { arrays }) => sum + arrays, 0)).toBe(0);
});

test.runIf(process.platform === "linux")("a profile tells what memory calls took, isolated and plain", async () => {
  await using it = await setting();
  await it.manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";
/** Holds much for a moment. */
export const hold = ndarray(function hold(image: NdArray, megabytes: number = 1) {
  return image.add(new Uint8Array(megabytes * 2 ** 20).fill(1).length);
});
`);
  const input = NdArray.zeros([1, 8, 8]);
  const { addedBytes = 0, plainAddedBytes = 0, peakBytes = 0 } = await it.manager.profile("hold", input, { megabytes: 96 }, { calls: 2, plain: true });
  for (const bytes of [addedBytes, plainAddedBytes]) expect(bytes).toBeGreaterThan(90 * 2 ** 20);
  expect(addedBytes).toBeLessThan(peakBytes);
  expect(await it.manager.profile("hold", input, {}, { calls: 2 })).not.toHaveProperty("plainAddedBytes");
});

test.runIf(process.platform === "linux")("what memory calls took is told of a function that nobody called before, too", async () => {
  await using it = await setting({ stores: [await storeOf({ smooth: code })], watch: false });
  await it.manager.loadAll();
  const { addedBytes, peakBytes, firstMs, minMs } = await it.manager.profile("smooth", NdArray.zeros([1, 64, 64]), {}, { calls: 1 });
  expect(addedBytes).toBeGreaterThanOrEqual(0);
  expect(addedBytes).toBeLessThan(peakBytes as number);
  expect(firstMs).toBeGreaterThan(minMs); // With what it takes to start a child.
});

test.each([0, -1, 1.5, NaN])("%s calls are none to measure", async (calls) => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(code);
  await expect(it.manager.profile("smooth", NdArray.zeros([1, 8, 8]), {}, { calls })).rejects.toMatchObject({ code: "INVALID_OPTION", message: expect.stringContaining("calls") });
});
