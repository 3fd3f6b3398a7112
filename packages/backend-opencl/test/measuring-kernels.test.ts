import { opencl } from "@openhcs/backend-opencl";
import { createRuntime, NdArray, type Dtype, type Runtime, type TypedArray } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ backends: [opencl()], functions }); });
afterAll(() => runtime[Symbol.asyncDispose]());

type Parameters = Readonly<Record<string, unknown>>;

/** Outputs of a call on a backend, arrays as dtype, shape and elements. */
async function outputs(name: string, image: NdArray, parameters: Parameters, on: string): Promise<Readonly<Record<string, unknown>>> {
  const result = await runtime.call(name, image, parameters, { dtypeConversion: "native", on });
  const told = Object.entries(result.outputs).map(async ([output, value]) => [output, isArray(value) ? contentOf(await runtime.to(value, "ndarray")) : value] as const);
  return Object.fromEntries(await Promise.all(told));
}

function contentOf(array: unknown): unknown {
  const { dtype, shape, data } = (array as NdArray).packed();
  return { dtype, shape: [...shape], elements: Array.from(data as Float64Array) };
}

function isArray(value: unknown): value is NdArray {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value;
}

async function expectSame(name: string, image: NdArray, parameters: Parameters = {}): Promise<void> {
  const [ours, theirs] = [await outputs(name, image, parameters, "opencl"), await outputs(name, image, parameters, "reference")];
  expect(ours, `${name} ${JSON.stringify(parameters)} of ${image.dtype} [${image.shape.join(", ")}]`).toEqual(theirs);
}

function image(dtype: Dtype, shape: readonly number[], elements: (at: number) => number): NdArray {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const array = NdArray.zeros(shape, dtype);
  for (let at = 0; at < size; at++) (array.data as Exclude<TypedArray, BigInt64Array | BigUint64Array>)[at] = elements(at);
  return array;
}

/** Numbers in [0, 1), the same in every run. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A path that turns inwards, one pixel wide, around what is not in it. */
function spiral(side: number): Uint8Array {
  const marked = new Uint8Array(side * side);
  const free = (x: number, y: number) => x >= 0 && y >= 0 && x < side && y < side && marked[y * side + x] === 0;
  let [x, y, dx, dy] = [0, 0, 1, 0];
  marked[0] = 1;
  for (let turns = 0; turns < 2; ) {
    const isClear = free(x + dx, y + dy) && (x + 2 * dx < 0 || y + 2 * dy < 0 || x + 2 * dx >= side || y + 2 * dy >= side || free(x + 2 * dx, y + 2 * dy));
    if (isClear) [x, y, turns] = [x + dx, y + dy, 0];
    else [dx, dy, turns] = [-dy, dx, turns + 1];
    marked[y * side + x] = 1;
  }
  return marked;
}

describe("label", () => {
  const snake = (at: number, width: number) => {
    const [y, x] = [Math.floor(at / width), at % width];
    return y % 2 === 0 || x === (y % 4 === 1 ? width - 1 : 0) ? 1 : 0;
  };

  it.each([1, 2])("numbers a snake wider than a group as one component (connectivity %i)", async (connectivity) => {
    await expectSame("label", image("uint8", [21, 600], (at) => snake(at, 600)), { connectivity });
    expect(await outputs("label", image("uint8", [21, 600], (at) => snake(at, 600)), { connectivity }, "opencl")).toMatchObject({ count: 1 });
  });

  it.each([1, 2])("follows a spiral and what lies between its arms (connectivity %i)", async (connectivity) => {
    const path = spiral(61);
    await expectSame("label", image("uint8", [61, 61], (at) => path[at] as number), { connectivity });
    await expectSame("label", image("uint16", [61, 61], (at) => 1 + (path[at] as number)), { connectivity });
  });

  it.each([1, 2, 3])("numbers a checkerboard of three axes in raster order (connectivity %i)", async (connectivity) => {
    const board = image("uint8", [4, 7, 300], (at) => (Math.floor(at / 2100) + Math.floor(at / 300) + at) % 2);
    await expectSame("label", board, { connectivity });
  });

  it.each([1, 2, 3])("numbers noise of three axes, by value and as a mask (connectivity %i)", async (connectivity) => {
    const draw = drawn(11);
    const noise = image("uint8", [5, 40, 290], () => Math.floor(draw() * 3));
    await expectSame("label", noise, { connectivity });
    await expectSame("label", noise, { connectivity, convention: "scipy" });
  });

  it("joins parts of rows to what lies above, in planes wide and full", async () => {
    const draw = drawn(5);
    await expectSame("label", image("bool", [64, 1030], () => (draw() < 0.6 ? 1 : 0)));
    await expectSame("label", image("bool", [70, 1030], () => 1));
  });

  it("truncates floats, and takes NaN and infinities for one value", async () => {
    const values = [0.5, -0.5, 1.2, 1.9, NaN, Infinity, -Infinity, -1.5, 0, 2];
    await expectSame("label", image("float32", [6, 15], (at) => values[(at * 7) % 10] as number));
    await expectSame("label", image("float64", [3, 1, 10], (at) => values[at % 10] as number), { convention: "scipy" });
  });

  it.each([[[0, 5]], [[1, 1]], [[1, 300]], [[300, 1]], [[1, 7, 1, 9]], [[5, 1, 12]]])("takes shape %j", async (shape) => {
    await expectSame("label", image("uint8", shape, (at) => (at % 3 === 0 ? 0 : 1)));
  });

  it("leaves four long axes to the reference", async () => {
    await expect(outputs("label", image("uint8", [2, 2, 2, 2], () => 1), {}, "opencl")).rejects.toThrow(/leaves 4 axes/);
  });
});

describe("distanceTransformEdt", () => {
  it.each([[[40, 37]], [[1, 50]], [[50, 1]], [[1, 1]], [[5, 13, 17]], [[1, 20, 1, 9]], [[2, 3, 4, 5]], [[0, 4]], [[77]]])("is exact on shape %j, sparse or dense", async (shape) => {
    for (const density of [0.02, 0.5]) {
      const draw = drawn(3);
      const foreground = image("float64", shape, () => (draw() < density ? 0 : 1));
      await expectSame("distanceTransformEdt", foreground);
      await expectSame("distanceTransformEdt", foreground, { sampling: shape.map((_, axis) => 0.5 * (axis + 1)) });
    }
  });

  it.each(["scipy", "cv2"])("has what %s has without any background, and zeros without foreground", async (convention) => {
    await expectSame("distanceTransformEdt", image("float64", [9, 14], () => 1), { convention });
    await expectSame("distanceTransformEdt", image("uint8", [9, 14], () => 0), { convention });
  });

  it("takes NaN for foreground", async () => {
    await expectSame("distanceTransformEdt", image("float64", [4, 9], (at) => (at % 5 === 0 ? 0 : NaN)));
  });
});

describe("reductions", () => {
  const axes = [undefined, 0, 1, -1, [0, 1], [0, 2], [1, 2], [0, 1, 2]];

  it.each(["sum", "mean", "std", "variance", "min", "max", "ptp"])("%s of integers over any axes, together or apart", async (name) => {
    const draw = drawn(2);
    const stack = image("uint8", [3, 5, 16], () => Math.floor(draw() * 256));
    for (const axis of axes) {
      const [ours, theirs] = [await outputs(name, stack, { axis }, "opencl"), await outputs(name, stack, { axis }, "reference")];
      expectNear(ours, theirs);
    }
  });

  it.each(["argmin", "argmax", "countNonzero", "any", "all"])("%s over any axes, exactly", async (name) => {
    const draw = drawn(8);
    for (const axis of axes) await expectSame(name, image("int16", [3, 5, 16], () => Math.floor(draw() * 5) - 2), { axis });
  });

  it.each(["min", "max", "argmin", "argmax"])("%s finds the first extreme of long lines, and the first NaN", async (name) => {
    const draw = drawn(4);
    const long = image("float32", [2, 20_000], () => Math.floor(draw() * 50));
    for (const axis of [undefined, 0, 1]) await expectSame(name, long, { axis });
    (long.data as Float32Array)[15_000] = NaN;
    (long.data as Float32Array)[39_000] = NaN;
    for (const axis of [undefined, 0, 1]) await expectSame(name, long, { axis });
  });

  it.each(["sum", "mean", "std", "min", "max", "ptp"])("%s leaves NaN out where they are omitted, also a line of nothing else", async (name) => {
    const holes = image("float64", [3, 8], (at) => (at % 8 === 2 || at >= 16 ? NaN : at % 8));
    for (const axis of [undefined, 0, 1]) {
      for (const nanPolicy of ["omit", "propagate"]) expectNear(await outputs(name, holes, { axis, nanPolicy }, "opencl"), await outputs(name, holes, { axis, nanPolicy }, "reference"));
    }
  });

  it.each(["sum", "mean", "std", "countNonzero", "any", "all"])("%s of nothing is what the reference says", async (name) => {
    await expectSame(name, NdArray.zeros([0, 4], "float32"));
    await expectSame(name, NdArray.zeros([0, 4], "float32"), { axis: 0 });
    await expectSame(name, NdArray.zeros([0, 4], "float32"), { axis: 1 });
  });

  it("leaves positions without NaN to the reference, which refuses lines of NaN alone", async () => {
    await expect(outputs("argmax", image("float32", [4], () => NaN), { nanPolicy: "omit" }, "opencl")).rejects.toThrow(/leaves positions without NaN/);
  });
});

describe("projections", () => {
  it.each(["max", "min", "sum", "mean", "std", "var", "median"])("%s along each axis, cast as C casts", async (method) => {
    const draw = drawn(6);
    const stack = image("float64", [4, 9, 7], (at) => (at === 20 ? NaN : at === 40 ? -Infinity : (draw() - 0.4) * 500));
    for (const axis of [0, 1, -1]) {
      await expectSame("projection", stack, { method, axis });
      for (const outDtype of ["bool", "uint8", "int16", "uint32", "float32"]) await expectSame("projection", stack, { method, axis, outDtype });
    }
  });

  it.each([1, 2, 64])("sorts the %i values along an axis for their median, and leaves more to the reference", async (extent) => {
    const draw = drawn(extent);
    const stack = image("uint16", [extent, 5, 3], () => Math.floor(draw() * 900));
    await expectSame("projection", stack, { method: "median" });
    await expect(outputs("projection", image("uint16", [65, 2], () => 1), { method: "median" }, "opencl")).rejects.toThrow(/medians of none or more than 64/);
  });

  it.each(["uint8", "int16", "float16", "float32"] as const)("truncates means to %s", async (dtype) => {
    const draw = drawn(9);
    await expectSame("meanProjection", image(dtype, [5, 6, 11], () => Math.floor(draw() * 100)));
  });
});

describe("thresholds", () => {
  const names = ["thresholdOtsu", "thresholdIsodata", "thresholdTriangle", "thresholdYen", "thresholdMinimum", "thresholdMean", "thresholdLi"];

  it.each(names)("%s of integers, and of floats where it takes them, is the reference's to the last bit", async (name) => {
    const draw = drawn(12);
    const bimodal = () => (draw() < 0.7 ? 40 : 160) + Math.floor((draw() + draw() + draw()) * 20);
    for (const dtype of ["uint8", "uint16", "int16"] as const) await expectSame(name, image(dtype, [3, 40, 50], bimodal));
    if (name === "thresholdLi") return;
    for (const dtype of ["float16", "float32", "float64"] as const) await expectSame(name, image(dtype, [90, 101], () => bimodal() / (dtype === "float16" ? 8 : 7)));
  });

  it.each(names.slice(0, 5))("%s refuses empty images and NaN as the reference does", async (name) => {
    for (const refused of [NdArray.zeros([0, 3], "uint8"), image("float32", [3, 3], (at) => (at === 4 ? NaN : at))]) {
      await expect(outputs(name, refused, {}, "opencl")).rejects.toMatchObject({ code: "NO_THRESHOLD" });
    }
  });

  it("counts histograms of any range and of more bins than a group holds", async () => {
    const draw = drawn(13);
    const values = image("float32", [50, 60], (at) => (at === 77 ? NaN : draw() * 10));
    await expectSame("histogram", values, { bins: 10, range: [1, 9] });
    await expectSame("histogram", values, { bins: 5000, range: [0, 10] });
    await expectSame("histogram", image("int32", [50], (at) => at * 1000 - 7000));
    await expectSame("histogram", NdArray.zeros([0], "uint8"), { bins: 4 });
  });
});

describe("percentiles", () => {
  it.each(["uint8", "int16", "uint32", "int32", "float16", "float32", "float64"] as const)("are selected exactly in %s, of a stack and of each plane", async (dtype) => {
    const draw = drawn(14);
    const lowest = dtype.startsWith("u") || dtype === "float16" ? 0 : -100; // Of float16 bits are drawn.
    const stack = image(dtype, [3, 31, 33], () => lowest + Math.floor(draw() * 200));
    for (const parameters of [{}, { scope: "plane", low: 2.5, high: 97 }, { low: 0, high: 100 }, { convention: "openhcs", outMax: 255 }]) {
      const [ours, theirs] = [await outputs("percentileNormalize", stack, parameters, "opencl"), await outputs("percentileNormalize", stack, parameters, "reference")];
      expect([ours.low, ours.high]).toEqual([theirs.low, theirs.high]);
      expectNear(ours, theirs);
    }
    expectNear(await outputs("stackPercentileNormalize", stack, {}, "opencl"), await outputs("stackPercentileNormalize", stack, {}, "reference"));
  });

  it("of a plane with a NaN are NaN, with infinities what lies between, and of a constant one the value", async () => {
    await expectSame("percentileNormalize", image("float64", [2, 3, 4], (at) => (at === 3 ? NaN : at)), { scope: "plane" });
    await expectSame("percentileNormalize", image("float64", [3, 7], (at) => (at === 3 ? -Infinity : at === 4 ? Infinity : at)), { low: 5, high: 95 });
    await expectSame("percentileNormalize", image("float64", [3, 7], () => 4));
    await expectSame("percentileNormalize", NdArray.zeros([0, 7], "float32"));
  });
});

/** Within 1e-9 of each other, and of one form. */
function expectNear(ours: Readonly<Record<string, unknown>>, theirs: Readonly<Record<string, unknown>>): void {
  const [got, expected] = [numbersIn(ours), numbersIn(theirs)];
  const differ = (value: number, at: number) => !Object.is(got[at], value) && got[at] !== value && !(Math.abs((got[at] as number) - value) <= 1e-9 * Math.abs(value) + 1e-12);
  expect(got.length).toBe(expected.length);
  expect(expected.filter(differ)).toEqual([]);
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
