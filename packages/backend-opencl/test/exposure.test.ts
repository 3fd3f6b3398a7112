import { opencl } from "@openhcs/backend-opencl";
import { createRuntime, dtypeRange, isBigInteger, isFloat, NdArray, type Dtype, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ backends: [opencl()], functions }); });
afterAll(() => runtime[Symbol.asyncDispose]());

type Parameters = Readonly<Record<string, unknown>>;

async function elements(name: string, image: NdArray, parameters: Parameters, on: string): Promise<unknown> {
  const result = await runtime.to(await runtime.run(name, image, parameters, { on, dtypeConversion: "native" }), "ndarray") as NdArray;
  return { dtype: result.dtype, shape: [...result.shape], data: Array.from(result.packed().data as Float64Array) };
}

async function expectSame(name: string, image: NdArray, parameters: Parameters = {}): Promise<void> {
  expect(await elements(name, image, parameters, "opencl"), `${name} of ${image.dtype} ${JSON.stringify(parameters)}`).toEqual(await elements(name, image, parameters, "reference"));
}

/** The ends of a dtype, and what lies beside its halves; floats about the ends of [-1, 1]. */
function telling(dtype: Dtype): NdArray {
  if (isFloat(dtype)) return new NdArray({ data: Float64Array.of(-1, -0.5, -1e-9, 0, 0.001, 0.5, 0.5000001, 0.7, 1, NaN, 127.5 / 255, 1 / 65_535), shape: [12] }).cast(dtype);
  const { min, max } = dtypeRange(dtype);
  if (!isBigInteger(dtype)) return new NdArray({ data: Float64Array.of(min, Math.ceil(min / 2), 0, 1, 77, Math.floor(max / 2), Math.floor(max / 2) + 1, max - 1, max), shape: [9] }).cast(dtype);
  const most = dtype === "uint64" ? 2n ** 64n - 1n : 2n ** 63n - 1n;
  const values = [dtype === "uint64" ? 0n : -(2n ** 63n), 0n, 1n, 255n, 2n ** 40n, most / 2n, most / 2n + 1n, most / 2n + 2n, most];
  return new NdArray({ data: dtype === "uint64" ? BigUint64Array.from(values) : BigInt64Array.from(values), shape: [9] });
}

describe("conversions between ranges on a device", () => {
  it.each(["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64"] as const)("make of %s to the last bit what the reference makes", async (dtype) => {
    for (const to of ["bool", "uint8", "uint16", "int16", "float32", "float64"]) await expectSame("convert", telling(dtype), { to });
  }, 120_000);

  it("leave integers unscaled that fit already, and read masks", async () => {
    const small = new NdArray({ data: Uint16Array.of(0, 1, 200, 255), shape: [4] });
    await expectSame("convert", small, { to: "uint8" });
    await expectSame("convert", small, { to: "int16", fromMask: true });
  });

  it("refuse floats beyond [-1, 1] that are to become integers", async () => {
    const beyond = new NdArray({ data: Float32Array.of(0.5, -1.25), shape: [2] });
    await expect(runtime.run("convert", beyond, { to: "uint8" }, { on: "opencl" })).rejects.toThrow(/must lie in \[-1, 1\] to become integers; rescale it first, received -1.25/);
    await expectSame("convert", beyond, { to: "float64" });
  });
});

describe("intensities on a device", () => {
  it("are corrected as by the reference, of integers each value that there is", async () => {
    const ramp = new NdArray({ data: Uint16Array.from({ length: 65_536 }, (_, value) => value), shape: [256, 256] });
    await expectSame("adjustGamma", ramp, { gamma: 1.7, gain: 0.9 });
    await expectSame("adjustLog", ramp, { inv: true });
    await expectSame("adjustSigmoid", ramp, { cutoff: 0.4 });
  });

  it("of which one is negative are refused with it", async () => {
    const image = new NdArray({ data: Float32Array.of(1, NaN, 2, -0.5), shape: [4] });
    const named = new NdArray({ data: Float32Array.of(1, 2, -0.5, 3), shape: [4] });
    await expect(runtime.run("adjustGamma", named, { gamma: 0.5 }, { on: "opencl" })).rejects.toThrow(/must have no negative values; rescale it first, received -0.5/);
    await expect(runtime.run("adjustLog", image, {}, { on: "opencl" })).rejects.toThrow(/must have no negative values; rescale it first, received -0.5/);
  });

  it.each(["uint8", "int16", "float32", "float64", "bool"] as const)("of %s are rescaled and equalized to the last bit as by the reference", async (dtype) => {
    let state = 5;
    const values = Float64Array.from({ length: 3000 }, () => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * 120);
    const image = new NdArray({ data: values, shape: [3, 20, 50] }).cast(dtype);
    for (const parameters of [{}, { outRange: [0, 1] }, { inRange: [20, 90], outRange: "uint8" }, { outRange: "image" }, { inRange: [7, 7] }]) await expectSame("rescaleIntensity", image, parameters);
    await expectSame("equalizeHist", image);
    await expectSame("stackEqualizeHistogram", image, { bins: 300, rangeMax: 130 });
  }, 60_000);

  it("of a constant image, and of one with NaN, go where the reference sends them", async () => {
    const constant = new NdArray({ data: new Float32Array(12).fill(3), shape: [3, 4] });
    await expectSame("rescaleIntensity", constant, {});
    await expectSame("equalizeHist", constant);
    const holed = new NdArray({ data: Float32Array.of(1, NaN, 2, 8), shape: [4] });
    await expectSame("rescaleIntensity", holed, {});
    await expect(runtime.run("equalizeHist", holed, {}, { on: "opencl" })).rejects.toThrow(/must be finite/);
  });
});
