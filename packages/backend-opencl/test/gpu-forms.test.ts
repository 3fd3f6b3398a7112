import { opencl } from "@openhcs/backend-opencl";
import { convertDtype, createRuntime, NdArray, type Dtype, type Runtime, type TypedArray } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openclWith } from "./device-with.js";

const verdict = await opencl().probe();
const missing = verdict !== true && "reason" in verdict && process.env.OPENHCS_REQUIRE_NATIVE !== "1" ? verdict.reason : "";

/** The forms that kernels take on GPUs, run by a processor that says it is one. */
describe.skipIf(missing !== "")(`kernels made for GPUs give every bit of those made for processors ${missing}`, () => {
  let plain: Runtime;
  let wide: Runtime;
  beforeAll(async () => {
    plain = await createRuntime({ backends: [opencl({ cacheFolder: false })], functions });
    wide = await createRuntime({ backends: [openclWith({ facts: { kind: "gpu" } })({ cacheFolder: false })], functions });
  });
  afterAll(async () => {
    await plain[Symbol.asyncDispose]();
    await wide[Symbol.asyncDispose]();
  });

  async function expectSame(name: string, image: NdArray, parameters: Readonly<Record<string, unknown>> = {}, what = ""): Promise<void> {
    const [here, there] = await Promise.all([plain, wide].map(async (runtime) => bitsOf(await runtime.to(await runtime.run(`opencl:${name}`, image, parameters), "ndarray", { copy: true }) as NdArray)));
    expect(there, `${name} of ${image.dtype} [${image.shape}] ${what}`).toEqual(here);
  }

  describe("where an item makes several elements", () => {
    it.each<Dtype>(["uint8", "float16", "float64"])("of %s, whatever is left at the end", async (dtype) => {
      for (const length of [1, 3, 16, 37, 5000]) {
        const image = noise(dtype, [length]);
        await expectSame("add", image, { other: noise(dtype, [length], 5) });
        await expectSame("add", image, { value: 3, convention: dtype === "float16" ? "numpy" : "cv2" });
      }
    });

    it("also of different widths, in chains, in expressions and in changes of dtype", async () => {
      const image = noise("uint8", [7, 301]);
      await expectSame("add", image, { other: noise("float32", [7, 301], 3) });
      await expectSame("greater", noise("float64", [7, 301]), { value: 20 });
      await expectSame("elementwise", image, { expression: "y = x > x2 ? sqrt(x) * t : x2", x2: noise("float16", [7, 301], 9), values: { t: 1.5 }, outDtype: "float32" });
      const chain = [["multiply", { value: 2 }], ["subtract", { value: 7 }], "sqrt"] as const;
      const [here, there] = await Promise.all([plain, wide].map(async (runtime) => bitsOf(await runtime.to(await runtime.run(chain, image, {}, { on: "opencl", dtypeConversion: "uint8" }), "ndarray") as NdArray)));
      expect(there).toEqual(here);
    });
  });

  describe("where groups share what they read of lines", () => {
    const shapes = [[1, 1], [5, 300], [70, 33], [3, 2100], [40, 300], [6, 5, 40], [2, 70, 50, 3]];
    it.each(["reflect", "constant", "nearest", "mirror", "wrap"])("beyond borders as %s", async (mode) => {
      for (const shape of shapes) await expectSame("gaussian", noise("float32", shape), { sigma: 1.7, mode, ...(mode === "constant" ? { cval: 9 } : {}) });
    });

    it.each<Dtype>(["uint8", "float64"])("of %s, with weights of every symmetry and windows longer than the lines", async (dtype) => {
      for (const shape of shapes) {
        const image = noise(dtype, shape);
        await expectSame("gaussian", image, { sigma: 12 }, "sigma 12");
        await expectSame("gaussianDerivative", image, { sigma: 1.2, order: shape.map((_, axis) => Number(axis === shape.length - 1)) });
        if (shape.length === 2) await expectSame("sobel", image);
      }
    });
  });
});

function noise(dtype: Dtype, shape: readonly number[], seed = 1): NdArray {
  const array = NdArray.zeros(shape, "float32");
  for (let at = 0; at < array.data.length; at++) array.data[at] = ((at * 2_654_435_761 * seed) % 1000) / 8;
  return convertDtype(array, dtype, "saturate");
}

function bitsOf({ dtype, shape, data }: NdArray): readonly unknown[] {
  const { buffer, byteOffset, byteLength } = data as TypedArray;
  return [dtype, shape, Buffer.from(buffer, byteOffset, byteLength).toString("hex")];
}
