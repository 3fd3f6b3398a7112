import { viewBytes, type Dtype } from "@openhcs/core";
import { load, type Addon, type NativeArray, type Session, type SessionOptions } from "@openhcs/native";
import { describe } from "vitest";

const found = load();

/** The addon, where it is built; tests that need it belong under `describeNative`. */
export const addon = found.addon as Addon;

export const describeNative = found.addon === undefined ? describe.skip : describe;

/** A fresh array, zero or with the given elements. */
export function arrayOf(dtype: Dtype, shape: readonly number[], elements?: Iterable<number>): NativeArray {
  const data = viewBytes(dtype, new ArrayBuffer(shape.reduce((product, extent) => product * extent, 1) * bytes[dtype])) as Float64Array;
  if (elements !== undefined) data.set(Array.from(elements));
  return { dtype, shape, data };
}

const bytes: Readonly<Record<Dtype, number>> = {
  bool: 1, uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, uint64: 8, int64: 8, float16: 2, float32: 4, float64: 8,
};

/** Runs a body on a session of its own. */
export async function withSession<Result>(options: SessionOptions, body: (session: Session) => Result | Promise<Result>): Promise<Result> {
  const session = new addon.Session(options);
  try {
    return await body(session);
  } finally {
    session.close();
  }
}

/** A picture without symmetry, the same for everybody. */
export function picture(dtype: Dtype, shape: readonly number[]): NativeArray {
  const count = shape.reduce((product, extent) => product * extent, 1);
  return arrayOf(dtype, shape, Array.from({ length: count }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 8) % 251));
}
