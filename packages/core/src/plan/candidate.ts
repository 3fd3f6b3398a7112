import type { Backend, DeviceFacts } from "../backend/backend.js";
import { messageOf } from "../errors/openhcs-error.js";
import type { FunctionEntry } from "../function/entry.js";
import type { Kernel } from "../function/kernel.js";
import { memoryTypesOf } from "../function/metadata.js";
import { missingForPlanes, planeSpecs } from "../function/planes.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { Cost } from "../transfer/cost.js";

/** Something that could run a function: a backend's kernel, or the body itself. */
export interface Candidate {
  /** `cpu:gaussian`, `reference:gaussian`, `openhcs:brightSpots`. */
  readonly label: string;
  readonly memoryType: string;
  readonly cost: Cost;
  /** Both absent for the body. */
  readonly backend?: Backend;
  readonly kernel?: Kernel;
}

/** Call facts on which a kernel may be refused. */
export interface CallFacts {
  readonly specs: Readonly<Record<string, ArraySpec>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Called plane by plane. */
  readonly byPlanes: boolean;
}

/** Plain TypeScript on one thread; a definition that was measured says better. */
const bodyCost: Cost = { latencyUs: 5, gbPerSec: 0.1 };

export function bodyOf({ key, namespace, definition }: FunctionEntry): Candidate {
  return {
    label: namespace === undefined ? `reference:${definition.name}` : key,
    memoryType: memoryTypesOf(definition).execution,
    cost: definition.cost ?? bodyCost,
  };
}

export function kernelCandidate(backend: Backend, kernel: Kernel): Candidate {
  return { label: `${backend.name}:${kernel.function}`, memoryType: kernel.memoryType, cost: kernel.cost, backend, kernel };
}

/** Why a candidate cannot run a call, wherever its arrays are. @param type its memory type, where there is one */
export function refusal({ kernel, memoryType }: Candidate, facts: CallFacts, type: MemoryType | undefined): string | undefined {
  const { specs, byPlanes } = facts;
  const missing = byPlanes && type !== undefined ? missingForPlanes(type) : undefined;
  if (missing !== undefined) return `calls plane by plane need "${missing}" of the memory type ${memoryType}`;
  if (kernel === undefined) return undefined;
  const dtype = Object.values(specs)[0]?.dtype;
  if (kernel.dtypes !== undefined && dtype !== undefined && !kernel.dtypes.includes(dtype)) return `needs ${kernel.dtypes.join(", ")}, not ${dtype}`;
  return objection(kernel, facts);
}

/** What a device is known to lack that the call needs there. A kernel that throws where it is asked is no reason to stop planning. */
export function lackOf({ kernel }: Candidate, { specs, parameters, byPlanes }: CallFacts, device: DeviceFacts | undefined): string | undefined {
  if (kernel?.needs === undefined || device === undefined) return undefined;
  try {
    const lacking = kernel.needs(byPlanes ? planeSpecs(specs) : specs, parameters).filter((fact) => device[fact] === false);
    return lacking.length === 0 ? undefined : `${device.name} has no ${lacking.join(", ")}, which it needs`;
  } catch (error) {
    return `its needs failed: ${messageOf(error)}`;
  }
}

/** What the kernel itself says of the arrays that it would be called with. One that throws is no reason to stop planning. */
function objection(kernel: Kernel, { specs, parameters, byPlanes }: CallFacts): string | undefined {
  if (kernel.supports === undefined) return undefined;
  try {
    const answer = kernel.supports(byPlanes ? planeSpecs(specs) : specs, parameters);
    return answer === true ? undefined : answer;
  } catch (error) {
    return `its supports failed: ${messageOf(error)}`;
  }
}
