import { setImmediate } from "node:timers/promises";
import { convertDtype, defineFunction, kernelFor, NdArray, type BackendSpec, type FusableStep } from "@openhcs/core";
import { backendCases, runCase } from "@openhcs/conformance";
import { expect, it } from "vitest";
import { crateMemory, crateWith, type Crate, type CrateArray } from "./crate.js";

const times = defineFunction({
  name: "times", documentation: "Multiplies every element.", elementwise: true,
  inputs: { image: { type: "array" } }, parameters: { factor: { type: "number", default: 1.7 } }, outputs: { image: { type: "array", result: "image" } },
  reference: ({ image }, { factor }) => image.cast("float32").map((value) => value * factor),
});

const compute = (image: CrateArray, factor: number) => Float32Array.from(image.buffer.elements as Float32Array, (value) => value * factor);

const kernel = kernelFor(times, {
  memoryType: "crate", cost: { latencyUs: 1, gbPerSec: 1 }, dtypes: ["uint8", "float32"], fusable: true,
  run: ({ image }: { readonly image: CrateArray }, { factor }, { session }: { readonly session: Crate }) => session.pack(crateMemory, compute(image, factor), { dtype: "float32", shape: image.shape }),
});

/** @param between what becomes of a result that the next step takes */
const fusing = (between: (result: NdArray, step: FusableStep) => NdArray): BackendSpec<Crate>["fuse"] => (steps) => ({
  cost: { latencyUs: 1, gbPerSec: 1 },
  async run([image], { session }) {
    await setImmediate();
    const first = image as CrateArray;
    const of = (data: NdArray["data"], dtype: NdArray["dtype"]) => new NdArray({ data, dtype, shape: first.shape });
    const end = steps.reduce((result, step, at) => {
      const own = of(Float32Array.from(result.data as Float32Array, (value) => value * (step.parameters["factor"] as number)), "float32");
      return at < steps.length - 1 ? between(own, step) : convertDtype(own, step.dtype ?? "float32", step.scaling);
    }, of(first.buffer.elements, first.dtype));
    return session.pack(crateMemory, end.data, end);
  },
});

const ending = (fuse: BackendSpec<Crate>["fuse"]) => {
  const backend = crateWith({ kernels: [kernel], ...(fuse === undefined ? {} : { fuse }) });
  const options = { functions: [times] };
  const found = backendCases(backend, options).find(({ name }) => name.startsWith("what it fuses"));
  return found === undefined ? undefined : runCase(found, backend, options);
};

it("a fused kernel that does what its steps do passes", async () => {
  expect(await ending(fusing((result, { dtype = "float32", scaling }) => convertDtype(result, dtype, scaling)))).toBeUndefined();
});

it("a fused kernel that forgets the dtype rule between steps is noticed", async () => {
  await expect(ending(fusing((result) => result))).rejects.toThrow(/times twice, image uint8 .*: the fused kernel's result differs/);
});

it("a backend that fuses nothing of its own is skipped with the reason, and one without fuse is not asked", async () => {
  expect(await ending(() => undefined)).toBe("fuses none of its kernels with itself");
  expect(ending(undefined)).toBeUndefined();
});
