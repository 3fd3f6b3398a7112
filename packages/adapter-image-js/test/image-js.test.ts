import { imageJs } from "@openhcs/adapter-image-js";
import { createRuntime, NdArray, type Runtime } from "@openhcs/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let runtime: Runtime;

beforeAll(async () => {
  runtime = await createRuntime({ libraries: [imageJs()], scanTimeoutMs: 60_000 });
});
afterAll(() => runtime[Symbol.asyncDispose]());

const image = NdArray.from([[1, 2, 3], [4, 5, 6], [7, 8, 255]], "uint8");
const run = async (name: string, array: NdArray, parameters: Readonly<Record<string, unknown>> = {}) => {
  const value = await runtime.run(`image-js:${name}`, array, parameters);
  return value instanceof NdArray ? [value.dtype, value.toNested()] : value;
};

describe("the scan of image-js", () => {
  it("takes planes plane by plane, and projections with the stack", () => {
    const contract = (name: string) => runtime.describe(`image-js:${name}`).contract;
    expect(["medianFilter", "threshold", "mean", "fromMask", "getExtrema"].map(contract)).toEqual(["pure2d", "pure2d", "pure2d", "pure2d", "pure2d"]);
    expect(["maxImage", "minImage", "meanImage", "medianImage", "sum"].map(contract)).toEqual(Array.from({ length: 5 }, () => "volumetricToSlice"));
  });

  it("registers everything that the adapter describes, and has a reason for everything else that is exported", () => {
    const [report] = runtime.libraries;
    expect(report).toMatchObject({ library: "image-js", version: "1.7.0", fromCache: false });
    expect(report?.functions).toHaveLength(55);
    const reasons = new Map(report?.skipped.map(({ name, reason }) => [name, reason]));
    expect([reasons.get("writeSync"), reasons.get("Stack"), reasons.get("drawMarker")]).toEqual(["it reads or writes files", "it is a class", "it draws on an image"]);
    expect([...reasons.values()].filter((reason) => /undefined|not a function|does not have/.test(reason))).toEqual([]);
  });
});

/** Numbers by arithmetic on the image above. */
const answers: readonly (readonly [name: string, parameters: Readonly<Record<string, unknown>>, expected: unknown])[] = [
  ["multiply", { value: 1.5 }, ["uint8", [[1, 3, 4], [6, 7, 9], [10, 12, 255]]]],
  ["divide", { value: 2 }, ["uint8", [[0, 1, 1], [2, 2, 3], [3, 4, 127]]]],
  ["add", { other: image }, ["uint8", [[2, 4, 6], [8, 10, 12], [14, 16, 255]]]],
  ["subtract", { other: NdArray.full([3, 3], 5, "uint8") }, ["uint8", [[0, 0, 0], [0, 0, 1], [2, 3, 250]]]],
  ["subtract", { other: NdArray.full([3, 3], 5, "uint8"), absolute: true }, ["uint8", [[4, 3, 2], [1, 0, 1], [2, 3, 250]]]],
  ["invert", {}, ["uint8", [[254, 253, 252], [251, 250, 249], [248, 247, 0]]]],
  ["flip", {}, ["uint8", [[3, 2, 1], [6, 5, 4], [255, 8, 7]]]],
  ["rotate", {}, ["uint8", [[7, 4, 1], [8, 5, 2], [255, 6, 3]]]],
  ["crop", { origin: { row: 1, column: 1 } }, ["uint8", [[5, 6], [8, 255]]]],
  ["blur", { width: 3, height: 1 }, ["uint8", [[2, 2, 2], [5, 5, 5], [8, 90, 90]]]],
  ["rawDirectConvolution", { kernel: [[-1, 0, 1]] }, ["float32", [[0, 2, 0], [0, 2, 0], [0, 248, 0]]]],
  ["convertBitDepth", { bitDepth: 16 }, ["uint16", [[256, 512, 768], [1024, 1280, 1536], [1792, 2048, 65_280]]]],
  ["erode", {}, ["uint8", [[1, 1, 2], [1, 1, 2], [4, 4, 5]]]],
  ["threshold", {}, ["bool", [[0, 0, 0], [0, 0, 0], [0, 0, 1]]]],
  ["mean", {}, 291 / 9], ["median", {}, 5], ["computeRmse", { other: image }, 0], ["computePsnr", { other: image }, Infinity],
  ["histogram", { slots: 4 }, { count: Uint32Array.of(8, 0, 0, 1) }],
  ["alignMinDifference", { other: image }, { row: 0, column: 0, similarity: 1 }],
];

describe("functions of image-js", () => {
  it.each(answers)("%s with %o gives what it should", async (name, parameters, expected) => {
    expect(await run(name, image, parameters)).toEqual(expected);
  });

  it("number the regions of masks", async () => {
    const mask = NdArray.from([[1, 0, 1], [0, 1, 0], [0, 0, 1]], "bool");
    expect(await run("fromMask", mask)).toEqual(["uint32", [[1, 0, 3], [0, 2, 0], [0, 0, 4]]]);
    expect(await run("fromMask", mask, { allowCorners: true })).toEqual(["uint32", [[1, 0, 1], [0, 1, 0], [0, 0, 1]]]);
    expect(await run("solidFill", NdArray.from([[1, 1, 1], [1, 0, 1], [1, 1, 1]], "bool"))).toEqual(["bool", [[1, 1, 1], [1, 1, 1], [1, 1, 1]]]);
  });

  it("find extrema as a table", async () => {
    const peak = NdArray.zeros([9, 9], "uint8");
    peak.set([3, 5], 200);
    expect(await run("getExtrema", peak, { algorithm: "square", maxEquals: 0 })).toEqual({ row: Uint32Array.of(3), column: Uint32Array.of(5) });
  });

  it("see a stack plane by plane, or as a whole where they project", async () => {
    const stack = NdArray.from([[[1, 2]], [[200, 9]], [[100, 250]]], "uint8");
    expect(await run("invert", stack)).toEqual(["uint8", [[[254, 253]], [[55, 246]], [[155, 5]]]]);
    expect(await run("maxImage", stack)).toEqual(["uint8", [[[200, 250]]]]);
    expect(await run("sum", stack)).toEqual(["uint16", [[[301, 261]]]]);
    expect(await run("mean", stack)).toEqual([1.5, 104.5, 175]);
  });

  it("keep 16 bits", async () => {
    const deep = NdArray.from([[1000, 65_535, 3], [7, 30_000, 9], [1, 2, 4]], "uint16");
    expect(await run("invert", deep)).toEqual(["uint16", [[64_535, 0, 65_532], [65_528, 35_535, 65_526], [65_534, 65_533, 65_531]]]);
    expect(await run("dilate", deep)).toEqual(["uint16", [[65_535, 65_535, 65_535], [65_535, 65_535, 65_535], [30_000, 30_000, 30_000]]]);
  });

  it("leave their input as it was, although image-js writes to some", async () => {
    const before = NdArray.from([...Array(20).keys()].map((y) => [...Array(20).keys()].map((x) => 3 * y + x)), "uint8");
    const copy = before.copy();
    const background = [[1, 1], [1, 9], [12, 3], [14, 18], [7, 7], [3, 16], [18, 10]].map(([row, column]) => ({ row, column }));
    await run("correctBackground", before, { background, order: 1 });
    expect(before.toNested()).toEqual(copy.toNested());
  });

  it("take views", async () => {
    expect(await run("flip", image.transpose())).toEqual(["uint8", [[7, 4, 1], [8, 5, 2], [255, 6, 3]]]);
  });
});

describe("what image-js cannot hold", () => {
  it.each([
    ["medianFilter", "float32", "must be of dtype uint8, uint16, received float32"], ["threshold", "bool", "must be of dtype uint8, uint16"],
    ["solidFill", "uint8", "must be of dtype bool"], ["derivativeFilter", "uint16", "must be of dtype uint8"], ["sum", "uint16", "must be of dtype uint8"],
  ] as const)("is refused: %s of %s", async (name, dtype, message) => {
    await expect(run(name, NdArray.zeros([5, 5], dtype))).rejects.toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringContaining(message) });
  });

  it("says so of empty images, of arrays that do not go together, and of what image-js refuses", async () => {
    await expect(run("medianFilter", NdArray.zeros([0, 4], "uint8"))).rejects.toThrow("image-js has no empty images");
    await expect(run("add", image, { other: NdArray.zeros([2, 2], "uint8") })).rejects.toMatchObject({ code: "FUNCTION_FAILED", message: expect.stringContaining("same size") });
    await expect(run("blur", image, { width: 2, height: 1 })).rejects.toThrow("odd number");
    await expect(run("rotate", image, { angle: 45 })).rejects.toThrow("invalid angle: 45");
  });

  it("refuses kernels without a centre, of which image-js makes NaN", async () => {
    await expect(run("rawDirectConvolution", image, { kernel: [[1, 2]] })).rejects.toThrow("\"kernel\" must have an odd number of rows and columns, received 1 × 2");
    await expect(run("separableConvolution", image, { kernelX: [1, 1], kernelY: [1] })).rejects.toThrow("\"kernelX\" must have an odd number");
    await expect(run("directConvolution", image, { kernel: [[1], [1, 2, 3], [1]] })).rejects.toThrow("rows of one length, received rows of 1, 3, 1");
  });
});
