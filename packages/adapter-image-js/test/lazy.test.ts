import { imageJs } from "@openhcs/adapter-image-js";
import { createRuntime, NdArray, provide, SCAN_CACHE, type Library } from "@openhcs/core";
import { expect, it } from "vitest";

/** Counts how often the library is loaded. */
function counted(): { readonly library: Library; readonly loads: () => number } {
  let loads = 0;
  const library = imageJs();
  return { library: { ...library, load: () => { loads++; return library.load(); } }, loads: () => loads };
}

it("leaves image-js unloaded where an earlier scan holds and no function of it is called", async () => {
  let kept: string | undefined;
  const cache = { get: () => (kept === undefined ? undefined : (JSON.parse(kept) as unknown)), set: (_: string, content: unknown) => { kept = JSON.stringify(content); } };
  const services = [provide(SCAN_CACHE, cache)];
  const first = counted();
  await using scanned = await createRuntime({ libraries: [first.library], services, scanTimeoutMs: 60_000 });
  const second = counted();
  await using runtime = await createRuntime({ libraries: [second.library], services });
  expect([runtime.list(), first.loads(), second.loads()]).toEqual([scanned.list(), 1, 0]);
  await runtime.run("image-js:flip", NdArray.from([[1, 2]], "uint8"));
  expect(second.loads()).toBe(1);
});
