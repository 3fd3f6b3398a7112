import { bytesPerElement, isDtype } from "../array/dtype.js";
import { maxRank, sizeOf } from "../array/layout.js";
import type { ArraySpec } from "./array-spec.js";
import { InterchangeRefusedError } from "./interchange-errors.js";
import type { Interchange } from "./interchange-form.js";

/** The handle of the form `shared-memory`: plain data, which goes to another process as it is. */
export interface SharedSegment {
  /** Of the POSIX shared memory that the elements lie in, packed in C order; empty where there are none. */
  readonly name: string;
  readonly bytes: number;
}

/** A name that no segment has, of 29 characters: macOS takes 31 at most. */
export function freshSegmentName(): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  return `/openhcs-${Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The handle of what came from another process, which may be anything. @throws InterchangeRefusedError */
export function sharedSegmentOf({ form, spec, handle }: Interchange): SharedSegment {
  const { name, bytes } = (handle ?? {}) as Partial<SharedSegment>;
  const isSegment = typeof name === "string" && typeof bytes === "number" && (bytes === 0 ? name === "" : /^\/openhcs-[\w-]+$/.test(name));
  if (!isSegment) throw new InterchangeRefusedError(form, "the handle must have the name of a segment and its bytes");
  checkInterchangeSpec(form, spec, bytes);
  return { name, bytes };
}

/** @throws InterchangeRefusedError where a spec from another process is none, or an array of it does not have so many bytes */
export function checkInterchangeSpec(form: string, spec: ArraySpec, bytes: number): void {
  const { dtype, shape } = (spec ?? {}) as Partial<ArraySpec>;
  const isShape = Array.isArray(shape) && shape.length <= maxRank && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
  if (!isDtype(dtype) || !isShape) throw new InterchangeRefusedError(form, "the spec must have a dtype and a shape");
  const due = sizeOf(shape) * bytesPerElement(dtype);
  if (due !== bytes) throw new InterchangeRefusedError(form, `an array of ${dtype} and the shape [${shape.join(", ")}] has ${due} bytes, and the handle tells of ${bytes}`);
}
