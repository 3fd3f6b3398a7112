import { dtypes } from "@openhcs/core";
import type { Check } from "../check.js";
import { perMemoryType } from "../declarations.js";
import { roundTrip } from "../round-trip.js";
import { bitPattern } from "../samples/bit-patterns.js";

/** Nothing is lost on the way: NaN payloads, the sign of zero and the ends of every range return as they left. */
export const transferBits: Check = (declared) =>
  perMemoryType(declared, "every declared dtype arrives and returns bit for bit", async (subject, memoryType) => {
    const runtime = await subject.runtime();
    for (const dtype of memoryType.dtypes ?? dtypes) await roundTrip(subject, runtime, memoryType, bitPattern(dtype, [13, 17], 1));
  });
