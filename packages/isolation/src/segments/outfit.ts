import type { Child } from "../child/child.js";
import type { SegmentNotice } from "../wire/message.js";
import { habitsOf } from "./habits.js";
import type { SegmentPool } from "./segment-pool.js";

/** A child gets so many. */
const maxSpares = 2;

/** Gives a child that waits for its first call free segments like those that its host uses now, for mapping one takes as long as a good part of a call. */
export function outfit(child: Child, pool: SegmentPool): void {
  if (!child.passesSegments) return;
  const habits = habitsOf(child);
  const sizes = new Set(pool.spareSizes.filter((bytes) => !habits.written.some((segment) => segment.bytes === bytes)).slice(0, maxSpares));
  const segments: SegmentNotice[] = [];
  const descriptors: number[] = [];
  for (const bytes of sizes) {
    const segment = pool.takeFree(bytes, child);
    const descriptor = segment && pool.introduce(segment, child, true);
    if (segment === undefined || descriptor === undefined) continue;
    segments.push({ id: segment.id, bytes, isWritable: true });
    descriptors.push(descriptor);
    habits.written = [...habits.written, segment];
    pool.putBack(segment);
    pool.foresee(bytes);
  }
  if (segments.length > 0) child.send({ type: "map", segments }, [], descriptors);
}
