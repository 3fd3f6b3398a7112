import type { Backend, UnavailableBackend } from "../backend/backend.js";
import { BackendUnavailableError } from "../backend/backend-errors.js";
import type { RawKernel, RawKernelSource, RawLaunch } from "../backend/raw-kernel.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { FunctionEntry } from "../function/entry.js";
import type { BodyContext } from "./body-context.js";
import { RawKernelsMissingError } from "./raw-kernel.js";
import type { RunServices } from "./run-services.js";

/** A kernel of a user's, with the backend that reads it. */
export interface FoundKernel {
  readonly backend: Backend;
  readonly kernel: RawKernel;
}

/** The kernel as the backend of its memory type reads it. @throws RawKernelsMissingError, BackendUnavailableError, and what the backend says of the source */
export function findRawKernel(source: RawKernelSource, { backends, unavailable }: Pick<RunServices, "backends"> & { readonly unavailable: () => readonly UnavailableBackend[] }): FoundKernel {
  const { memoryType } = source;
  const backend = [...backends].find(({ rawKernel, memoryTypes = [] }) => rawKernel !== undefined && memoryTypes.some(({ name }) => name === memoryType));
  const kernel = backend?.rawKernel?.(source);
  if (backend !== undefined && kernel !== undefined) return { backend, kernel };
  const missing = unavailable().find((each) => each.backend === memoryType);
  if (missing !== undefined) throw new BackendUnavailableError(memoryType, missing);
  const others = [...backends].filter(({ rawKernel }) => rawKernel !== undefined).flatMap(({ memoryTypes = [] }) => memoryTypes.map(({ name }) => name));
  throw new RawKernelsMissingError(memoryType, others.length === 0 ? "this runtime has none" : `this runtime has one for ${others.join(", ")}`);
}

/** One launch as a function, so that its arrays are moved, its results counted, and what it did is recorded as of any other. */
export function rawKernelEntry(memoryType: string, { backend, kernel, launch }: FoundKernel & { readonly launch: RawLaunch<unknown> }, { sessions, identities, graph }: RunServices): FunctionEntry {
  const named = <Data>(names: object, data: Data) => Object.fromEntries(Object.keys(names).map((name) => [name, data]));
  const [main] = Object.keys(launch.outputs);
  const definition: FunctionDefinition = {
    name: kernel.name,
    documentation: "",
    inputs: named(launch.inputs, { type: "array" }),
    parameters: named(launch.numbers, { type: "number", nonFinite: true }),
    outputs: named(launch.outputs, { type: "array", result: "native" }),
    main: main as never,
    inputMemoryType: memoryType,
    async reference(inputs: Readonly<Record<string, unknown>>, _: unknown, context: unknown) {
      const session = await sessions.get(backend.name);
      const [first] = Object.values(inputs);
      const device = identities.find(first)?.device ?? graph.devices(memoryType)[0] ?? 0;
      const outputs = await kernel.run({ ...launch, inputs }, (context as BodyContext).on(session, device));
      return main !== undefined && Object.keys(launch.outputs).length === 1 ? outputs[main] : outputs;
    },
  };
  return { key: `kernel:${kernel.name}`, namespace: "kernel", definition, trusted: true };
}
