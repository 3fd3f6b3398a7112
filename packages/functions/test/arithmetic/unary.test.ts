import { NdArray, type Dtype, type FunctionDefinition } from "@openhcs/core";
import {
  abs, arccos, arcsin, arcsinh, arctan, cbrt, ceil, cos, cosh, degrees, exp, exp2, expm1, floor, isfinite, isinf, isnan, log, log10, log1p, log2, logicalNot, nanToNum, negative,
  radians, reciprocal, rint, sign, sin, sinh, sqrt, square, tan, tanh, trunc,
} from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

async function native(definition: FunctionDefinition, image: NdArray, parameters: object = {}): Promise<readonly [Dtype, unknown]> {
  const [array] = Object.values(await nativeOutputs<Readonly<Record<string, NdArray>>>(definition.name, image, parameters)) as [NdArray];
  return [array.dtype, array.toNested()];
}

const halves = NdArray.from([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, NaN, -Infinity], "float32");

describe("functions of one operand", () => {
  it.each<readonly [FunctionDefinition, readonly number[]]>([
    [floor, [-3, -2, -1, 0, 1, 2, NaN, -Infinity]],
    [ceil, [-2, -1, -0, 1, 2, 3, NaN, -Infinity]],
    [trunc, [-2, -1, -0, 0, 1, 2, NaN, -Infinity]],
    [rint, [-2, -2, -0, 0, 2, 2, NaN, -Infinity]],
    [sign, [-1, -1, -1, 1, 1, 1, NaN, -1]],
    [abs, [2.5, 1.5, 0.5, 0.5, 1.5, 2.5, NaN, Infinity]],
    [negative, [2.5, 1.5, 0.5, -0.5, -1.5, -2.5, NaN, Infinity]],
    [square, [6.25, 2.25, 0.25, 0.25, 2.25, 6.25, NaN, Infinity]],
  ])("give what NumPy gives: $name", async (definition, expected) => {
    expect(await native(definition, halves)).toEqual(["float32", expected]);
  });

  it("follow IEEE 754 at the edges of their domains", async () => {
    const edges = NdArray.from([0, -0, -1, Infinity, -Infinity, NaN], "float64");
    expect((await native(sqrt, edges))[1]).toEqual([0, -0, NaN, Infinity, NaN, NaN]);
    expect((await native(log, edges))[1]).toEqual([-Infinity, -Infinity, NaN, Infinity, NaN, NaN]);
    expect((await native(log1p, edges))[1]).toEqual([0, -0, -Infinity, Infinity, NaN, NaN]);
    expect((await native(exp, edges))[1]).toEqual([1, 1, Math.exp(-1), Infinity, 0, NaN]);
    expect((await native(reciprocal, edges))[1]).toEqual([Infinity, -Infinity, -1, 0, -0, NaN]);
    expect((await native(cbrt, NdArray.from([-27, 8], "float64")))[1]).toEqual([-3, 2]);
  });

  // np.sin([0.5, -2, 100.0]) and so on, NumPy 1.24 in float64; outside of [-1, 1] the inverse functions take 0.5, -0.25, 0.125
  it.each<readonly [FunctionDefinition, readonly number[]]>([
    [sin, [0.479425538604203, -0.9092974268256817, -0.5063656411097588]],
    [cos, [0.8775825618903728, -0.4161468365471424, 0.8623188722876839]],
    [tan, [0.5463024898437905, 2.185039863261519, -0.587213915156929]],
    [sinh, [0.5210953054937474, -3.626860407847019, 1.3440585709080678e43]],
    [cosh, [1.1276259652063807, 3.7621956910836314, 1.3440585709080678e43]],
    [tanh, [0.46211715726000974, -0.9640275800758169, 1]],
    [arctan, [0.4636476090008061, -1.1071487177940904, 1.5607966601082315]],
    [arcsinh, [0.48121182505960347, -1.4436354751788103, 5.298342365610589]],
    [exp2, [1.4142135623730951, 0.25, 1.2676506002282294e30]],
    [expm1, [0.6487212707001282, -0.8646647167633873, 2.6881171418161356e43]],
    [degrees, [28.64788975654116, -114.59155902616465, 5729.5779513082325]],
    [radians, [0.008726646259971648, -0.03490658503988659, 1.7453292519943295]],
  ])("agree with NumPy: $name", async (definition, expected) => {
    const [dtype, values] = await native(definition, NdArray.from([0.5, -2, 100], "float64"));
    expect(dtype).toBe("float64");
    for (const [at, value] of (values as number[]).entries()) expect(value / (expected[at] as number)).toBeCloseTo(1, 14);
  });

  it.each<readonly [FunctionDefinition, readonly number[]]>([
    [arcsin, [0.5235987755982989, -0.25268025514207865, 0.1253278311680654]],
    [arccos, [1.0471975511965979, 1.8234765819369754, 1.445468495626831]],
  ])("agree with NumPy within their domain: $name", async (definition, expected) => {
    const [, values] = await native(definition, NdArray.from([0.5, -0.25, 0.125], "float64"));
    for (const [at, value] of (values as number[]).entries()) expect(value).toBeCloseTo(expected[at] as number, 14);
  });

  it.each<readonly [FunctionDefinition, readonly number[]]>([[log2, [0, 3, -1]], [log10, [0, 0.9030899869919435, -0.3010299956639812]]])("agree with NumPy: $name", async (definition, expected) => {
    const [, values] = await native(definition, NdArray.from([1, 8, 0.5], "float64"));
    for (const [at, value] of (values as number[]).entries()) expect(value).toBeCloseTo(expected[at] as number, 14);
  });

  it("compute small integers in float32 and 32-bit ones in float64", async () => {
    expect(await native(negative, NdArray.from([3, 0], "uint8"))).toEqual(["float32", [-3, -0]]);
    expect(await native(square, NdArray.from([65_537], "uint32"))).toEqual(["float64", [65_537 ** 2]]);
    expect(await native(sqrt, NdArray.from([16], "float16"))).toEqual(["float32", [4]]);
  });

  it("wrap in an integer compute dtype", async () => {
    expect(await native(square, NdArray.from([20], "uint8"), { computeDtype: "uint8" })).toEqual(["uint8", [144]]);
    expect(await native(abs, NdArray.from([-128, -5], "int8"), { computeDtype: "int8" })).toEqual(["int8", [-128, 5]]);
    expect(await native(negative, NdArray.from([1], "uint16"), { computeDtype: "uint16" })).toEqual(["uint16", [65_535]]);
    expect(await native(sqrt, NdArray.from([9], "uint8"), { computeDtype: "uint8" })).toEqual(["float16", [3]]);
  });

  it("keep 64-bit integers exact, or take their doubles where the result is a float", async () => {
    const large = NdArray.from([-(2n ** 60n) - 1n, 0n, 5n], "int64");
    expect(await native(abs, large)).toEqual(["int64", [2n ** 60n + 1n, 0n, 5n]]);
    expect(await native(negative, large)).toEqual(["int64", [2n ** 60n + 1n, 0n, -5n]]);
    expect(await native(sign, large)).toEqual(["int64", [-1n, 0n, 1n]]);
    expect(await native(rint, large)).toEqual(["int64", [-(2n ** 60n) - 1n, 0n, 5n]]);
    expect(await native(square, NdArray.from([3n], "int64"))).toEqual(["int64", [9n]]);
    expect(await native(sqrt, NdArray.from([9n], "int64"))).toEqual(["float64", [3]]);
  });

  it("give an image's dtype back in a plain call, and floats where integers would ruin the result", async () => {
    expect((await negative(NdArray.from([3], "uint8")) as NdArray).toNested()).toEqual([0]);
    expect(await sqrt(NdArray.from([3], "uint8"))).toMatchObject({ dtype: "float32" });
  });

  it("take images of any rank, also without elements", async () => {
    expect(await native(exp, NdArray.zeros([]))).toEqual(["float32", 1]);
    expect((await abs(NdArray.zeros([0, 3])) as NdArray).shape).toEqual([0, 3]);
  });

  it("refuse the opposite of bools", async () => {
    await expect(negative(NdArray.zeros([2]), { computeDtype: "bool" })).rejects.toThrow(/computeDtype bool.*logicalNot/);
  });
});

describe("functions that tell something of every pixel", () => {
  const odd = NdArray.from([0, -0, 1, NaN, Infinity, -Infinity], "float32");

  it.each<readonly [FunctionDefinition, readonly number[]]>([
    [isnan, [0, 0, 0, 1, 0, 0]],
    [isinf, [0, 0, 0, 0, 1, 1]],
    [isfinite, [1, 1, 1, 0, 0, 0]],
    [logicalNot, [1, 1, 0, 0, 0, 0]],
  ])("$name", async (definition, expected) => {
    expect(await native(definition, odd)).toEqual(["bool", expected]);
    expect(await native(definition, odd.cast("float16"))).toEqual(["bool", expected]);
  });

  it("find integers finite", async () => {
    expect(await native(isfinite, NdArray.from([2n ** 62n], "int64"))).toEqual(["bool", [1]]);
    expect(await native(isnan, NdArray.from([255], "uint8"))).toEqual(["bool", [0]]);
    expect(await native(logicalNot, NdArray.from([0n, 2n], "uint64"))).toEqual(["bool", [1, 0]]);
  });
});

describe("nanToNum", () => {
  const odd = NdArray.from([1.5, NaN, Infinity, -Infinity], "float32");

  it("puts 0 and the extremes of the dtype in the place of what is not finite", async () => {
    const largest = Math.fround(3.4028234663852886e38);
    expect(await native(nanToNum, odd)).toEqual(["float32", [1.5, 0, largest, -largest]]);
    expect(await native(nanToNum, odd.cast("float16"))).toEqual(["float16", [1.5, 0, 65_504, -65_504]]);
  });

  it("puts the given numbers there", async () => {
    expect(await native(nanToNum, odd, { nan: -1, posinf: 1000, neginf: NaN })).toEqual(["float32", [1.5, -1, 1000, NaN]]);
  });

  it("leaves integers as they are, in memory of their own", async () => {
    const image = NdArray.from([7n], "int64");
    const filled = await nanToNum(image) as NdArray;
    expect([filled.dtype, filled.toNested()]).toEqual(["int64", [7n]]);
    expect(filled.data.buffer).not.toBe(image.data.buffer);
  });
});
