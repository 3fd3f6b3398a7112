import type { Backend, FunctionDefinition, Kernel, MemoryType } from "@openhcs/core";
import { skip, type Case, type Declared } from "./check.js";
import type { Subject } from "./subject.js";
import { takesArrays } from "./trials.js";

type OnMemoryType = (subject: Subject, memoryType: MemoryType) => Promise<void>;
type OnKernel = (subject: Subject, implementation: Implementation) => Promise<void>;

/** A kernel, and the definition that it implements. */
export interface Implementation {
  readonly kernel: Kernel;
  readonly definition: FunctionDefinition;
}

/** One case for every memory type that the backend brings. */
export function perMemoryType({ backend }: Declared, sentence: string, run: OnMemoryType, limits: Pick<Case, "timeoutMs"> = {}): readonly Case[] {
  return (backend.memoryTypes ?? []).map(({ name }) => ({
    name: `${name}: ${sentence}`,
    ...limits,
    run: (subject) => run(subject, memoryTypeOf(subject.backend, name)),
  }));
}

/** One case for every kernel that the backend brings. */
export function perKernel({ backend }: Declared, sentence: string, run: OnKernel): readonly Case[] {
  return (backend.kernels ?? []).map((kernel, at) => ({
    name: `${kernel.function} on ${kernel.memoryType}: ${sentence}`,
    run: async (subject) => {
      const definition = subject.functions.get(kernel.function);
      if (definition === undefined) skip(`no definition of "${kernel.function}" to compare with`);
      const isHome = kernel.memoryType === "ndarray" || (subject.backend.memoryTypes ?? []).some(({ name }) => name === kernel.memoryType);
      if (!isHome) skip(`memory type "${kernel.memoryType}" belongs to another backend`);
      await run(subject, { kernel: subject.backend.kernels?.[at] ?? kernel, definition });
    },
  }));
}

/** The same for what is about arrays that a kernel takes. */
export function perKernelOfArrays(declared: Declared, sentence: string, run: OnKernel): readonly Case[] {
  return perKernel(declared, sentence, async (subject, implementation) => {
    if (!takesArrays(implementation.definition)) skip("takes no arrays");
    await run(subject, implementation);
  });
}

function memoryTypeOf(backend: Backend, name: string): MemoryType {
  const found = backend.memoryTypes?.find((memoryType) => memoryType.name === name);
  if (found === undefined) throw new Error(`${backend.name} declared the memory type "${name}" when it was made first, and does not now.`);
  return found;
}
