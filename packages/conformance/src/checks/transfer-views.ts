import { dtypes } from "@openhcs/core";
import type { Check } from "../check.js";
import { perMemoryType } from "../declarations.js";
import { roundTrip } from "../round-trip.js";
import { views } from "../samples/views.js";

/** Views arrive as they read, whatever their strides. */
export const transferViews: Check = (declared) =>
  perMemoryType(declared, "views with gaps, reversed and repeated axes arrive as they read", async (subject, memoryType) => {
    const runtime = await subject.runtime();
    for (const dtype of memoryType.dtypes ?? dtypes) {
      for (const { what, array } of views(dtype, 2)) await roundTrip(subject, runtime, memoryType, array, { what });
    }
  });
