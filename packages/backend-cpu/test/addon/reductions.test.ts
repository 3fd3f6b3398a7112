import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Dtype, NdArray } from "@openhcs/core";
import { expect, it } from "vitest";
import { readCases, readExpected, readInputs } from "../../../../tools/golden/golden-folder.mjs";
import { arrayOf, describeNative, withSession } from "./session.js";

const dir = fileURLToPath(new URL("../../../../../shared/data/golden/", import.meta.url));

interface Case {
  readonly id: string;
  readonly op: string;
  readonly inputs: object;
  readonly params: { readonly method: string; readonly axis: number | readonly number[] | null; readonly ddof?: number; readonly nan?: string };
}

interface Expected {
  readonly arrays: { readonly out?: { readonly array: NdArray } };
  readonly scalars: { readonly value: number };
}

const cases: readonly Case[] = existsSync(dir) ? readCases(dir, undefined).filter(({ op, params }: Case) => op === "reduce" && params.method !== "percentile") : [];

/** The method's name here, and the dtype in which NumPy gives it. */
function methodOf(method: string, dtype: Dtype): { readonly method: string; readonly resultDtype: Dtype } {
  if (method === "count_nonzero") return { method: "countNonzero", resultDtype: "int32" };
  if (method.startsWith("arg")) return { method, resultDtype: "int32" };
  return { method, resultDtype: method === "min" || method === "max" ? dtype : "float64" };
}

describeNative("reductions on the golden data", () => {
  if (cases.length === 0) it.skip("needs the golden data beside the repository");

  it.each(cases)("$id agrees with NumPy", async (golden) => {
    const { x } = readInputs(dir, golden) as { readonly x: NdArray };
    const { axis, ddof = 0, nan } = golden.params;
    const axes = axis === null ? x.shape.map((_, each) => each) : [axis].flat();
    const { method, resultDtype } = methodOf(golden.params.method, x.dtype);
    const output = arrayOf(resultDtype, x.shape.filter((_, each) => !axes.includes(each)));
    await withSession({ threads: 2 }, (session) => session.run("reduce", [x], [output], { method, axes, ddof, omitNaN: nan === "omit" }));

    const { arrays, scalars } = readExpected(dir, golden as Parameters<typeof readExpected>[1]) as Expected;
    const values = arrays.out === undefined ? [scalars.value] : Array.from(arrays.out.array.data as Float64Array);
    expect(values).not.toHaveLength(0);
    for (const [i, value] of values.entries()) {
      const got = (output.data as Float64Array)[i] as number;
      if (Number.isFinite(value)) expect(Math.abs(got - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-12);
      else expect(got).toBe(value);
    }
  });
});

const withoutData: readonly [what: string, shape: readonly number[], axes: readonly number[], method: string, expected: readonly number[]][] = [
  ["the sum of nothing is 0", [3, 0], [1], "sum", [0, 0, 0]],
  ["the mean of nothing is NaN", [3, 0], [1], "mean", [NaN, NaN, NaN]],
  ["folding nothing away keeps every element", [3], [], "sum", [1, 1, 1]],
  ["no results are no results", [0, 3], [1], "std", []],
  ["an array of rank 0 is one element", [], [], "mean", [1]],
];

describeNative("reductions of awkward shapes:", () => {
  it.each(withoutData)("%s", async (_, shape, axes, method, expected) => {
    const count = shape.reduce((product, extent) => product * extent, 1);
    const output = arrayOf("float64", [expected.length]);
    await withSession({ threads: 1 }, (session) => session.run("reduce", [arrayOf("float64", shape, new Array<number>(count).fill(1))], [output], { method, axes }));
    expect(Array.from(output.data as Float64Array)).toEqual(expected);
  });

  it("ten million elements sum without losing digits", async () => {
    const output = arrayOf("float64", []);
    const input = { dtype: "float32" as const, shape: [10_000_000], data: new Float32Array(10_000_000).fill(0.1) };
    await withSession({ threads: 2 }, (session) => session.run("reduce", [input], [output], { method: "sum" }));
    expect((output.data as Float64Array)[0]).toBeCloseTo(Math.fround(0.1) * 10_000_000, 4);
  });
});
