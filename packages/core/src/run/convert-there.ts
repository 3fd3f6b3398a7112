import type { Dtype } from "../array/dtype.js";
import type { Backend } from "../backend/backend.js";
import { BackendFailedError } from "../backend/backend-errors.js";
import type { ScalingPolicy } from "../dtype-rule/policy.js";
import { isOpenHcsError } from "../errors/openhcs-error.js";
import type { MemoryType } from "../memory/memory-type.js";
import { asOutOfMemory } from "./out-of-memory.js";

/** Whether a memory type makes a conversion itself, and can hold what comes of it. */
export function canConvert(type: MemoryType, from: Dtype, to: Dtype, scaling: ScalingPolicy): boolean {
  if (type.convert === undefined || type.dtypes?.includes(to) === false) return false;
  try {
    return type.converts?.(from, to, scaling) === true;
  } catch {
    return false; // One that cannot even say so is not asked to convert.
  }
}

/** An array in another dtype, made where it lies. @throws BackendFailedError, OutOfMemoryError */
export async function convertThere(type: MemoryType, value: unknown, dtype: Dtype, scaling: ScalingPolicy, backends: Iterable<Backend>): Promise<unknown> {
  let converted: unknown;
  try {
    converted = await type.convert?.(value, dtype, scaling);
    checkConverted(type, converted, dtype);
    return converted;
  } catch (error) {
    if (converted !== value && type.is(converted)) type.dispose(converted);
    const { dtype: from } = type.spec(value);
    throw asOutOfMemory(error, type.name) ?? (isOpenHcsError(error) ? error : new BackendFailedError(ownerOf(type, backends), "conversion", error, ` from ${from} to ${dtype}`));
  }
}

function checkConverted(type: MemoryType, converted: unknown, dtype: Dtype): void {
  if (!type.is(converted)) throw new TypeError(`it gave no array of ${type.name}`);
  const { dtype: got } = type.spec(converted);
  if (got !== dtype) throw new TypeError(`it gave ${got}`);
}

function ownerOf({ name }: MemoryType, backends: Iterable<Backend>): string {
  return [...backends].find(({ memoryTypes }) => memoryTypes?.some((type) => type.name === name))?.name ?? name;
}
