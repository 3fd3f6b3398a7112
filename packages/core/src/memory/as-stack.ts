import type { ArraySpec } from "./array-spec.js";
import type { MemoryType } from "./memory-type.js";

/** A plane as a stack of one, on another handle; what is no plane, or cannot be reshaped, stays as it is. */
export function asStack(type: MemoryType, value: unknown): unknown {
  const spec = type.spec(value);
  const { shape } = stackSpec(type, spec);
  return shape === spec.shape ? value : type.reshape?.(value, shape);
}

/** As {@link asStack}, for the owner of the plane: its handle goes where a stack takes its place. */
export function intoStack(type: MemoryType, value: unknown): unknown {
  const stack = asStack(type, value);
  if (stack !== value) type.dispose(value);
  return stack;
}

/** What an array will be as a stack. */
export function stackSpec(type: MemoryType, spec: ArraySpec): ArraySpec {
  return spec.shape.length === 2 && type.reshape !== undefined ? { ...spec, shape: [1, ...spec.shape] } : spec;
}
