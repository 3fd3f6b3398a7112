import { opencl } from "@openhcs/backend-opencl";
import { allocate, createRuntime, NdArray, sizeOf, toFloat16, type Dtype, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { loadOpenCl } from "@openhcs/native/opencl";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const modes = ["reflect", "mirror", "nearest", "wrap", "constant"];
const shapes = [[37], [19, 23], [1, 1], [3, 1], [2, 50], [5, 9, 11], [2, 3, 5, 7]];

/** Elements between -100 and 100, as far as the dtype has them, from a seed; of floats one is NaN and one infinite, where there are many. */
function image(dtype: Dtype, shape: readonly number[], seed: number): NdArray {
  const data = allocate(dtype, sizeOf(shape)) as Float64Array;
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = (state >>> 8) % 201 - 100;
    data[i] = dtype === "bool" ? value & 1 : dtype === "float16" ? toFloat16(value) : dtype.startsWith("u") ? Math.abs(value) : value;
  }
  if (data.length > 200 && dtype.startsWith("float") && dtype !== "float16") [data[40], data[101]] = [NaN, Infinity];
  return new NdArray({ data, shape, dtype });
}

const numbers = (array: unknown) => Array.from((array as NdArray).cast("float64").data as Float64Array);

/** Everything that is to be so on every device; what cannot run here is skipped. */
describe.skipIf(loadOpenCl().addon === undefined)("a filter on an OpenCL device", { timeout: 120_000 }, () => {
  let runtime: Runtime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [opencl()], functions }); });
  afterAll(() => runtime[Symbol.asyncDispose]());

  /** By kernel and reference; results within a tolerance of the brightest pixel, NaN equal to NaN. */
  async function compare(key: string, input: NdArray, parameters: Readonly<Record<string, unknown>>, tolerance = 0): Promise<void> {
    const [onDevice, theirs] = await Promise.all(["opencl", "reference"].map((on) => runtime.run(key, input, parameters, { on, dtypeConversion: "native" })));
    const ours = await runtime.to(onDevice as NdArray, "ndarray");
    expect(ours.shape).toEqual((theirs as NdArray).shape);
    expect(ours.dtype).toBe((theirs as NdArray).dtype);
    const [got, expected] = [numbers(ours), numbers(theirs)];
    const allowed = tolerance * Math.max(1, ...expected.filter(Number.isFinite).map(Math.abs));
    const wrong = expected.findIndex((value, i) => !(got[i] === value || (Number.isNaN(got[i]) && Number.isNaN(value)) || Math.abs((got[i] as number) - value) <= allowed));
    expect(wrong, `${key} of ${input.dtype} [${input.shape.join(", ")}] with ${JSON.stringify(parameters)}: element ${wrong} is ${got[wrong]} instead of ${expected[wrong]}`).toBe(-1);
  }

  async function everywhere(key: string, dtype: Dtype, parametersOf: (rank: number) => Readonly<Record<string, unknown>>, tolerance = 0): Promise<void> {
    for (const [n, shape] of shapes.entries()) {
      for (const mode of modes) await compare(key, image(dtype, shape, n + 1), { ...parametersOf(shape.length), mode, cval: 1 }, tolerance);
    }
  }

  it.each(["uint16", "float32", "int32"] as const)("smooths %s as the reference does, whatever the shape and border", async (dtype) => {
    await everywhere("gaussian", dtype, (rank) => ({ sigma: Array.from({ length: rank }, (_, axis) => (axis + 1) % 3) }), 1e-6);
  });

  it("truncates what it keeps of integers after every axis, bit for bit as the reference", async () => {
    await everywhere("gaussian", "uint8", () => ({ sigma: 1.3, outDtype: "same" }));
    await everywhere("gaussianDerivative", "int16", () => ({ order: 1, outDtype: "same" }));
    await everywhere("uniformFilter", "int8", () => ({ size: 3, outDtype: "same" }));
    await everywhere("laplace", "uint16", () => ({ outDtype: "same" }));
  });

  it("averages lines longer than a work item takes at once", async () => {
    for (const dtype of ["uint16", "float32"] as const) await compare("uniformFilter", image(dtype, [3, 200], 5), { size: [3, 70], mode: "mirror" }, 1e-12);
  });

  it.each(["uint8", "int16", "float32"] as const)("finds minima and maxima of %s over boxes that are wider than a pass, and over rows", async (dtype) => {
    await everywhere("minimumFilter", dtype, () => ({ size: 3 }));
    await everywhere("maximumFilter", dtype, (rank) => (rank < 2 ? { size: 40 } : { footprint: { shape: "disk", radius: 4 } }));
    for (const size of [8, 9, 32, 33, 100]) await compare("minimumFilter", image(dtype, [3, 50], size), { size: [1, size], mode: "wrap" });
  });

  it.each(["bool", "uint8", "int16", "float16", "float32", "float64"] as const)("finds ranks in %s by networks and by counting", async (dtype) => {
    for (const mode of modes) {
      await compare("median", image(dtype, [11, 23], 3), { size: 3, mode, cval: 7 });
      await compare("rankFilter", image(dtype, [3, 9, 10], 4), { rank: -5, size: 4, mode, cval: 1 });
    }
  });

  it("opens and closes with footprints of any form, in two and three dimensions", async () => {
    const ball = { shape: "ball", radius: 2 };
    const uneven = { shape: "custom", data: [[0, 1, 1], [1, 1, 0]] };
    for (const key of ["greyOpening", "greyClosing", "whiteTophat", "blackTophat", "morphologicalGradient"]) {
      for (const dtype of ["uint8", "float32"] as const) {
        await compare(key, image(dtype, [6, 15, 17], 6), { footprint: ball, mode: "mirror" });
        await compare(key, image(dtype, [15, 17], 7), { footprint: uneven, mode: "constant", cval: 50 });
      }
      await compare(key, image("uint16", [15, 17], 8), { convention: "cv2", footprint: { shape: "disk", radius: 3 } });
    }
  });

  it("repeats binary steps, with either border", async () => {
    for (const key of ["binaryErosion", "binaryDilation", "binaryOpening", "binaryClosing"]) {
      for (const borderValue of [0, 1]) await compare(key, image("bool", [5, 12, 13], 9), { footprint: { shape: "square", size: 2 }, iterations: 3, borderValue });
    }
  });

  it("says what it leaves to the reference", async () => {
    const answer = (key: string, input: NdArray, parameters: Readonly<Record<string, unknown>>) => runtime.run(key, input, parameters, { on: "opencl" });
    await expect(answer("median", image("float32", [20, 20], 1), { size: 17 })).rejects.toThrow(/windows of more than 256 float32 pixels/);
    await expect(answer("minimumFilter", image("uint8", [20, 20], 1), { mode: "constant", cval: 0.5 })).rejects.toThrow(/a cval that is no uint8/);
    await expect(answer("rankFilter", image("uint8", [3, 3, 3, 3], 1), {})).rejects.toThrow(/more than three axes/);
    await expect(answer("binaryErosion", image("bool", [9, 9], 1), { iterations: 0 })).rejects.toThrow(/until nothing changes/);
    await expect(answer("greyOpening", image("uint8", [9, 9], 1), { convention: "skimage", footprint: { shape: "square", size: 2 } })).rejects.toThrow(/even footprints/);
  });
});
