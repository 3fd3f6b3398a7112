import type { NdArray } from "@openhcs/core";
import type { ManagerOptions } from "@openhcs/custom-functions";
import { expect, test } from "vitest";
import { image, setting } from "./setting.js";
import { vault } from "./vault.js";

const twice = `import { gaussian, memory, type AnyArray } from "openhcs";

/** Smooths twice. */
export const twice = memory("vault")(async function twice(image: AnyArray) {
  const once = await gaussian(image, { sigma: 1 });
  console.log(once.memoryType, once.dtype, once.shape.join());
  return [await gaussian(once, { sigma: 1 }), { was: image.shape }];
});
`;

const tiers: Readonly<Record<string, Omit<ManagerOptions, "runtime">>> = { isolated: {}, "in the process": { trust: { everything: true } } };

for (const [where, options] of Object.entries(tiers)) {
  test(`${where} a function on a device holds handles, calls library functions and stays on the device`, async () => {
    const { backend, moved } = vault();
    await using it = await setting(options, { backends: [backend] });
    const lines: string[] = [];
    it.runtime.events.on("log", ({ text }) => { lines.push(text); });
    await it.manager.registerFromCode(twice);
    expect(it.manager.info("twice")).toMatchObject({ memoryType: "vault", memoryTypes: { input: "vault", execution: "vault", output: "vault" } });
    const { value, outputs } = await it.runtime.call("openhcs:twice", image());
    expect(it.runtime.spec(value)).toMatchObject({ memoryType: "vault", dtype: "float32", shape: [1, 2, 2] });
    expect(moved).toEqual({ up: 1, down: 0, kernels: 2 });
    expect(lines).toEqual(["vault float32 1,2,2"]);
    expect(outputs["metadata"]).toEqual({ was: [1, 2, 2] });
    expect((await it.runtime.to(value, "ndarray") as NdArray).toNested()).toEqual([[[200, 201], [202, 203]]]);
  });
}

test("a function is refused on a memory type that is not installed", async () => {
  await using it = await setting();
  await expect(it.manager.registerFromCode(twice)).rejects.toMatchObject({ code: "VALIDATION", stage: "decorator", message: expect.stringContaining("vault") });
});

test("the templates of a device register and run as they are", async () => {
  const { backend } = vault();
  await using it = await setting({}, { backends: [backend] });
  expect(it.manager.availableMemoryTypes).toEqual(["ndarray", "vault"]);
  for (const { kind } of it.manager.templateKinds) {
    const code = it.manager.template(kind, "vault");
    expect(it.manager.validate(code)).toMatchObject({ isValid: true, errors: [], warnings: [] });
    const [fn] = await it.manager.registerFromCode(code);
    expect(fn?.inputMemoryType).toBe("vault");
    await it.runtime.run(fn?.key as string, image());
  }
  expect(it.manager.list().map(({ name, memoryType }) => `${name} on ${memoryType}`)).toEqual([
    "myFunction on vault", "countObjects on ndarray", "splitBackground on vault", "smoothChannel on ndarray",
  ]);
});
