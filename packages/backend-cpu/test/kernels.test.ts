import { cpu } from "@openhcs/backend-cpu";
import { allocate, createRuntime, isOpenHcsError, NdArray, sizeOf, toFloat16, type Dtype, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeNative } from "./addon/session.js";

const dtypes: readonly Dtype[] = ["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "float16", "float32", "float64"];
const modes = ["reflect", "mirror", "nearest", "wrap", "constant"];
const shapes = [[1], [37], [19, 23], [1, 1], [3, 1], [2, 50], [5, 9, 11], [1, 8, 8], [2, 3, 5, 7]];

/** Elements between -100 and 100, as far as the dtype has them, from a seed. */
function image(dtype: Dtype, shape: readonly number[], seed: number): NdArray {
  const data = allocate(dtype, sizeOf(shape)) as Float64Array;
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = (state >>> 8) % 201 - 100;
    data[i] = dtype === "bool" ? value & 1 : dtype === "float16" ? toFloat16(value) : dtype.startsWith("u") ? Math.abs(value) : value;
  }
  return new NdArray({ data, shape, dtype });
}

const numbers = (array: unknown) => Array.from((array as NdArray).cast("float64").data as Float64Array);

describeNative("a kernel on the CPU", () => {
  let runtime: Runtime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [cpu({ threads: 2 })], functions }); });
  afterAll(() => runtime[Symbol.asyncDispose]());

  /** Runs a function by kernel and reference; results within a tolerance of the brightest pixel, NaN equal to NaN. */
  async function compare(key: string, input: NdArray, parameters: Readonly<Record<string, unknown>>, tolerance: number): Promise<void> {
    const [ours, theirs] = await Promise.all(["cpu", "reference"].map((on) => runtime.run(key, input, parameters, { on, dtypeConversion: "native" })));
    expect((ours as NdArray).shape).toEqual((theirs as NdArray).shape);
    expect((ours as NdArray).dtype).toBe((theirs as NdArray).dtype);
    const expected = numbers(theirs);
    const allowed = tolerance * Math.max(1, ...expected.filter(Number.isFinite).map(Math.abs));
    const wrong = numbers(ours).findIndex((got, i) => !(Object.is(got, expected[i]) || Math.abs(got - (expected[i] as number)) <= allowed));
    expect(wrong, `${key} of ${input.dtype} [${input.shape.join(", ")}] with ${JSON.stringify(parameters)}: element ${wrong} is ${numbers(ours)[wrong]} instead of ${expected[wrong]}`).toBe(-1);
  }

  it.each(dtypes)("smooths %s as the reference does, whatever the shape and border", async (dtype) => {
    for (const [n, shape] of shapes.entries()) {
      for (const mode of modes) await compare("gaussian", image(dtype, shape, n + 1), { sigma: shape.map((_, axis) => (n + axis) % 3), mode, cval: 7 }, 1e-6);
    }
  });

  it.each(["uint8", "uint16", "uint32"] as const)("scales %s to [0, 1] for scikit-image", async (dtype) => {
    for (const sigma of [0, [0, 2], [2, 0], 1.5]) await compare("gaussian", image(dtype, [20, 30], 3), { convention: "skimage", sigma, mode: "constant", cval: 0.5 }, 1e-6);
  });

  it.each(dtypes)("takes medians of %s exactly, whatever the shape and border", async (dtype) => {
    for (const [n, shape] of shapes.entries()) {
      for (const mode of modes) await compare("median", image(dtype, shape, n + 1), { size: shape.map((_, axis) => 1 + ((n + axis) % 5)), mode, cval: 7 }, 0);
    }
  });

  it.each([{ size: 3 }, { size: 5 }, { size: [1, 27] }, { size: [3, 9] }, { size: 8 }, { size: 15 }, { size: 21, mode: "wrap" }, { size: 33 }, { footprint: { shape: "disk", radius: 6 } }])(
    "takes medians over %o by network, selection and histogram alike", async (window) => {
      for (const dtype of ["uint8", "int16", "float32", "float64"] as const) await compare("median", image(dtype, [33, 45], 11), window, 0);
    });

  it.each(dtypes)("projects %s as the reference does", async (dtype) => {
    for (const [n, shape] of shapes.entries()) {
      for (const method of ["max", "min", "mean", "sum", "std", "var"]) await compare("projection", image(dtype, shape, n + 1), { method, axis: n % shape.length }, 1e-12);
    }
    const stack = image(dtype, [4, 9, 10], 5);
    await compare("maxProjection", stack, {}, 0);
    if (dtype !== "bool" && dtype !== "float16") await compare("meanProjection", stack, {}, 0);
  });

  it.each(["float32", "float64", "float16"] as const)("treats NaN and infinities in %s as the reference does", async (dtype) => {
    const odd = image(dtype, [24, 31], 2);
    for (const [at, value] of [[70, NaN], [71, NaN], [300, Infinity], [303, -Infinity], [600, NaN]] as const) odd.data[at] = dtype === "float16" ? toFloat16(value) : value;
    await compare("gaussian", odd, { sigma: 1 }, 1e-6);
    for (const size of [1, 3, 4, 5, 7]) await compare("median", odd, { size }, 0);
    for (const method of ["max", "min", "mean", "std"]) for (const axis of [0, 1]) await compare("projection", odd, { method, axis }, 1e-12);
  });

  it.each([[0, 4], [4, 0], [0], [3, 0, 2]])("gives an empty image for the shape %j", async (...shape) => {
    await compare("gaussian", NdArray.zeros(shape), { sigma: 2 }, 0);
    await compare("median", NdArray.zeros(shape), { size: 3 }, 0);
  });

  it("stops when its caller gives up, and leaves its threads to the next", async () => {
    const controller = new AbortController();
    const running = runtime.run("gaussian", NdArray.zeros([2000, 2000]), { sigma: 4096 }, { on: "cpu", signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    await expect(running).rejects.toSatisfy((error) => isOpenHcsError(error, "ABORTED"));
    await runtime.run("gaussian", NdArray.zeros([8, 8]), { sigma: 1 }, { on: "cpu" });
  });

  it("says that memory ran out by the code of the core", async () => {
    await expect(runtime.run("median", NdArray.zeros([1, 1, 20_000]), { size: [1000, 1000, 1] }, { on: "cpu" })).rejects.toSatisfy((error) => isOpenHcsError(error, "OUT_OF_MEMORY"));
  });

  it.each([
    ["gaussian", "uint8", { convention: "cv2", sigma: 1 }, /fixed-point/],
    ["gaussian", "float32", { convention: "cv2", kernelSize: 5, sigma: 0 }, /without a sigma/],
    ["gaussian", "int16", { convention: "skimage" }, /scaling of signed integers/],
    ["gaussian", "uint16", { outDtype: "same" }, /float32 or float64 only/],
    ["projection", "float32", { method: "median" }, /medians/],
    ["projection", "float32", { method: "mean", outDtype: "uint8" }, /cast to uint8/],
    ["median", "float32", { size: [4000, 4000] }, /more than 1048576 pixels/],
    ["median", "uint8", { footprint: { shape: "square", size: 1100 } }, /more than 1048576 pixels/],
  ] as const)("%s of %s with %o says what it leaves to the reference", async (key, dtype, parameters, reason) => {
    expect(() => runtime.plan(key, NdArray.zeros([8, 8], dtype), parameters, { on: "cpu" })).toThrow(reason);
  });
});
