import assert from "node:assert/strict";
import { allocate, convertDtype, dtypes, isBigInteger, isFloat, NdArray, scalingPolicies, toFloat16, type Dtype, type MemoryType } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { compareArrays } from "../compare/arrays.js";
import { perMemoryType } from "../declarations.js";
import { seeded } from "../samples/random.js";
import { download } from "../round-trip.js";

/** The dtype rule where arrays lie gives what it gives on the host. */
export const conversions: Check = (declared) =>
  perMemoryType(declared, "converts dtypes where arrays lie just as the host does", async (subject, type) => {
    if (type.convert === undefined) skip("converts no dtypes where arrays lie");
    const runtime = await subject.runtime();
    for (const { from, to, scaling } of conversionsOf(type)) {
      const source = values(from, [5, 7], 11);
      const there = await subject.within(`${source} to ${type.name}`, () => runtime.to(source, type.name));
      const converted: unknown = await subject.within(`${from} to ${to}`, async () => type.convert?.(there, to, scaling));
      runtime.dispose(there);
      const answer = compareArrays(await download(subject, runtime, converted), convertDtype(source, to, scaling), { kind: "exact" });
      assert.ok(answer === true, `${from} to ${to} by ${scaling} ${answer}`);
      runtime.dispose(converted);
    }
  });

function conversionsOf({ dtypes: held = dtypes, converts }: MemoryType) {
  const pairs = held.flatMap((from) => held.filter((to) => to !== from).map((to) => ({ from, to })));
  return pairs.flatMap((pair) => scalingPolicies.map((scaling) => ({ ...pair, scaling }))).filter(({ from, to, scaling }) => converts?.(from, to, scaling) === true);
}

/** Halves, the ends of the unit interval and of narrow integers, what is no number; then values on both sides of all of these. */
const telling: readonly number[] = [0, 1, 0.5, 1.5, 2.5, -0.5, -1, 127, 128, 255, 256, 300, 65535, 65536, -32769, NaN, Infinity, -Infinity];

function values(dtype: Dtype, shape: readonly number[], seed: number): NdArray {
  const random = seeded(seed);
  const data = allocate(dtype, shape.reduce((product, extent) => product * extent, 1));
  const elements = data as { [position: number]: number | bigint };
  for (let i = 0; i < data.length; i++) {
    const value = telling[i] ?? (random() - 0.25) * 400;
    const whole = Number.isFinite(value) ? Math.trunc(value) : 0;
    if (isFloat(dtype)) elements[i] = dtype === "float16" ? toFloat16(value) : value;
    else elements[i] = dtype === "bool" ? whole & 1 : isBigInteger(dtype) ? BigInt(whole) : whole;
  }
  return new NdArray({ data, shape, dtype });
}
