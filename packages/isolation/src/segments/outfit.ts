import type { Child } from "../child/child.js";
import type { SegmentNotice } from "../wire/message.js";
import { habitsOf } from "./habits.js";
import type { Segment } from "./segment.js";
import type { SegmentPool } from "./segment-pool.js";

/** A child gets so many. */
const maxSpares = 2;

/** Gives a child that waits for its first call free segments like those that its host uses now, for mapping one takes as long as a good part of a call. */
export function outfit(child: Child, pool: SegmentPool): void {
  if (!child.passesSegments) return;
  const habits = habitsOf(child);
  const sizes = new Set(pool.spareSizes.filter((bytes) => !habits.written.some((segment) => segment.bytes === bytes)).slice(0, maxSpares));
  for (const bytes of sizes) {
    const segment = pool.takeFree(bytes, child);
    if (segment === undefined) continue;
    try {
      give(child, segment, pool);
    } finally {
      pool.putBack(segment);
    }
    habits.written = [...habits.written, segment];
    pool.foresee(bytes);
  }
}

function give(child: Child, segment: Segment, pool: SegmentPool): void {
  const descriptor = pool.descriptorFor(segment, child, true);
  if (descriptor === undefined) return;
  const notice: SegmentNotice = { id: segment.id, bytes: segment.bytes, isWritable: true };
  child.send({ type: "map", segments: [notice] }, [], [descriptor]);
  pool.introduce(segment, child, true);
}
