import type { Backend } from "../backend/backend.js";
import type { FunctionEntry } from "../function/entry.js";
import type { Kernel } from "../function/kernel.js";
import { memoryTypesOf } from "../function/metadata.js";
import type { ArraySpec } from "../memory/array-spec.js";
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

/** Why a candidate cannot run a call, wherever its arrays are. */
export function refusal({ kernel, memoryType }: Candidate, { specs, parameters, byPlanes }: CallFacts): string | undefined {
  if (byPlanes && memoryType !== "ndarray") return "calls plane by plane are made on the host";
  if (kernel === undefined) return undefined;
  const dtype = Object.values(specs)[0]?.dtype;
  if (kernel.dtypes !== undefined && dtype !== undefined && !kernel.dtypes.includes(dtype)) return `needs ${kernel.dtypes.join(", ")}, not ${dtype}`;
  const answer = kernel.supports?.(specs, parameters) ?? true;
  return answer === true ? undefined : answer;
}
