import { dtypes } from "@openhcs/core";
import type { Check } from "../check.js";
import { perMemoryType } from "../declarations.js";
import { roundTrip } from "../round-trip.js";
import { bitPattern } from "../samples/bit-patterns.js";
import { shapes } from "../samples/shapes.js";

/** Rank 0 to 8, no elements, one, odd numbers of them. */
export const transferShapes: Check = (declared) =>
  perMemoryType(declared, "arrays of any rank and size return whole, empty ones too", async (subject, memoryType) => {
    const runtime = await subject.runtime();
    const declaredDtypes = memoryType.dtypes ?? dtypes;
    for (const [i, shape] of shapes.entries()) {
      const dtype = declaredDtypes[i % declaredDtypes.length] ?? "float32";
      await roundTrip(subject, runtime, memoryType, bitPattern(dtype, shape, i));
    }
  });
