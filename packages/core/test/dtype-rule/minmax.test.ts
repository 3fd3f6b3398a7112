import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { convertDtype, NdArray, type Dtype } from "@openhcs/core";
import { describe, expect, it } from "vitest";

/** Values that OpenHCS itself scaled: `a` of dtype `fd` became `r` of dtype `t`. */
interface Sample {
  readonly fd: "float32" | "float64";
  readonly t: Dtype;
  readonly a: readonly number[];
  readonly r: readonly number[];
}

const file = fileURLToPath(new URL("../../../../../shared/data/dtype-minmax.json", import.meta.url));
const samples = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as readonly Sample[]) : [];

describe("minmax", () => {
  for (const from of ["float32", "float64"] as const) for (const to of ["uint8", "uint16", "uint32", "int16", "int32"] as const) {
    it(`is bit for bit that of OpenHCS from ${from} to ${to}`, ({ skip }) => {
      const own = samples.filter(({ fd, t }) => fd === from && t === to);
      if (own.length === 0) return skip(samples.length === 0 ? "needs dtype-minmax.json beside the repository" : "the data hold no such case");
      for (const { a, r } of own) {
        const converted = convertDtype(NdArray.from([...a], from), to, "minmax");
        expect(converted.dtype).toBe(to);
        expect([...converted.data]).toEqual(r);
      }
    });
  }

  it("spans the target's range by the data's own", () => {
    const array = NdArray.from([-1, 0, 1, 3]);
    expect(convertDtype(array, "uint8", "minmax").toNested()).toEqual([0, 63, 127, 255]);
    expect(convertDtype(array, "int16", "minmax").get(0)).toBe(-32768);
    // 65535 − 32768 − 128: the upper clamp of the original.
    expect(convertDtype(array, "int16", "minmax").get(3)).toBe(32639);
  });

  it("only normalises for integer dtypes that the original did not scale", () => {
    expect(convertDtype(NdArray.from([0, 5, 10]), "int8", "minmax").toNested()).toEqual([0, 0, 1]);
    expect(convertDtype(NdArray.from([0, 5, 10]), "uint64", "minmax").toNested()).toEqual([0n, 0n, 1n]);
  });

  it("casts plainly where all values are equal, and keeps an empty array", () => {
    expect(convertDtype(NdArray.from([7.9, 7.9]), "uint8", "minmax").toNested()).toEqual([7, 7]);
    expect(convertDtype(NdArray.zeros([0, 3]), "uint8", "minmax")).toMatchObject({ dtype: "uint8", shape: [0, 3] });
  });

  it("makes all values not-numbers where one is, hence 0", () => {
    expect(convertDtype(NdArray.from([NaN, 300.7, 1]), "uint8", "minmax").toNested()).toEqual([0, 0, 0]);
  });

  it("takes float16 and views", () => {
    const array = NdArray.from([[0, 1], [2, 4]], "float16").transpose();
    expect(convertDtype(array, "uint8", "minmax").toNested()).toEqual([[0, 127], [63, 255]]);
  });
});
