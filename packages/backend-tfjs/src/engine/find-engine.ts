import { messageOf, type Unavailable } from "@openhcs/core";
import { loadPeer, whyNotPeer } from "#peers";
import { engineNames, registeredNames, type EngineName } from "./engine-names.js";
import { openOnGpu, type GpuEngine, type SharedGpu } from "./shared-gpu.js";
import { loadTensorflow } from "./tensorflow.js";
import { chosen } from "./turns.js";

export interface FoundEngine {
  readonly engine: EngineName;
  /** Under which TensorFlow.js knows it. */
  readonly registeredName: string;
  /** Better ones, each with the reason why it is not used. */
  readonly passedOver: readonly string[];
  close(): void;
}

export interface EngineChoice {
  readonly engine?: EngineName | undefined;
  readonly gpu?: SharedGpu | undefined;
  readonly wasmPaths?: string | undefined;
}

interface Loading {
  whyNot?(choice: EngineChoice): Promise<string | undefined>;
  /** Gives what is other than usual: its name, and what closes it. */
  load(choice: EngineChoice): Promise<unknown>;
}

const loading: Readonly<Record<EngineName, Loading>> = {
  "node-gpu": { whyNot: () => whyNotPeer("@tensorflow/tfjs-node-gpu"), load: () => loadPeer("@tensorflow/tfjs-node-gpu") },
  node: { whyNot: () => whyNotPeer("@tensorflow/tfjs-node"), load: () => loadPeer("@tensorflow/tfjs-node") },
  webgpu: {
    whyNot: async ({ gpu }) => (gpu !== undefined || await hasAdapter() ? undefined : "there is no device given, and no navigator.gpu with an adapter"),
    load: async ({ gpu }) => (gpu === undefined ? import("@tensorflow/tfjs-backend-webgpu") : openOnGpu(gpu)),
  },
  wasm: {
    async load({ wasmPaths }) {
      const wasm = await import("@tensorflow/tfjs-backend-wasm");
      if (wasmPaths !== undefined) wasm.setWasmPaths(wasmPaths);
    },
  },
  cpu: { load: () => import("@tensorflow/tfjs-backend-cpu") },
};

/** The engine that is asked for, or the best that works, initialised; or why it does not. */
export async function findEngine(choice: EngineChoice): Promise<FoundEngine | Unavailable> {
  const passedOver: string[] = [];
  for (const engine of candidates(choice)) {
    const opened = await open(engine, choice);
    if (typeof opened !== "string") return { engine, passedOver, ...opened };
    passedOver.push(`${engine} ${opened}`);
  }
  return { reason: `TensorFlow.js has no engine here: ${passedOver.join("; ")}`, remedy: remedyFor(choice) };
}

function remedyFor({ engine, gpu }: EngineChoice): string {
  if (gpu !== undefined) return "Give no device, to have the best of the other engines.";
  return engine === undefined ? "Install @tensorflow/tfjs-backend-wasm again." : "Choose another engine, or none to have the best.";
}

/** Whoever gives a device wants to compute on it, and on nothing else. */
function candidates({ engine, gpu }: EngineChoice): readonly EngineName[] {
  if (gpu !== undefined) return ["webgpu"];
  return engine === undefined ? engineNames : [engine];
}

/** One after another: TensorFlow.js initialises one engine at a time. */
let queue: Promise<unknown> = Promise.resolve();

/** The engine, initialised; or why it cannot be. */
async function open(engine: EngineName, choice: EngineChoice): Promise<GpuEngine | string> {
  const work = queue.then(async () => {
    try {
      const { whyNot, load } = loading[engine];
      const reason = await whyNot?.(choice);
      if (reason !== undefined) return reason;
      const loaded = await load(choice) as Partial<GpuEngine> | undefined;
      const { registeredName = registeredNames[engine], close = () => {} } = loaded ?? {};
      if (await initialised(registeredName).catch(() => false)) return { registeredName, close };
      close();
      return "cannot be initialised";
    } catch (error) {
      return `cannot be initialised: ${messageOf(error)}`;
    }
  });
  queue = work;
  return work;
}

/** Whoever chose an engine for the process before has it again afterwards. */
async function initialised(name: string): Promise<boolean> {
  const tf = await loadTensorflow();
  const before = chosen(tf);
  const works = await tf.setBackend(name);
  if (before !== undefined && before !== name) await tf.setBackend(before);
  return works;
}

async function hasAdapter(): Promise<boolean> {
  const { navigator } = globalThis as { readonly navigator?: { readonly gpu?: { requestAdapter(): Promise<unknown> } } };
  return await navigator?.gpu?.requestAdapter() != null;
}
