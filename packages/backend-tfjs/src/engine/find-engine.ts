import { messageOf, type Unavailable } from "@openhcs/core";
import { loadPeer, whyNotPeer } from "#peers";
import { engineNames, registeredNames, type EngineName } from "./engine-names.js";
import { loadTensorflow } from "./tensorflow.js";

export interface FoundEngine {
  readonly engine: EngineName;
  /** Better ones, each with the reason why it is not used. */
  readonly passedOver: readonly string[];
}

export interface EngineChoice {
  readonly engine?: EngineName | undefined;
  readonly wasmPaths?: string | undefined;
}

interface Loading {
  whyNot?(): Promise<string | undefined>;
  load(choice: EngineChoice): Promise<unknown>;
}

const loading: Readonly<Record<EngineName, Loading>> = {
  "node-gpu": { whyNot: () => whyNotPeer("@tensorflow/tfjs-node-gpu"), load: () => loadPeer("@tensorflow/tfjs-node-gpu") },
  node: { whyNot: () => whyNotPeer("@tensorflow/tfjs-node"), load: () => loadPeer("@tensorflow/tfjs-node") },
  webgpu: {
    whyNot: async () => ((await (globalThis as { navigator?: { gpu?: { requestAdapter(): Promise<unknown> } } }).navigator?.gpu?.requestAdapter()) ? undefined : "there is no navigator.gpu with an adapter"),
    load: () => import("@tensorflow/tfjs-backend-webgpu"),
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
  for (const engine of choice.engine === undefined ? engineNames : [choice.engine]) {
    const reason = await whyNot(engine, choice);
    if (reason === undefined) return { engine, passedOver };
    passedOver.push(`${engine} ${reason}`);
  }
  return { reason: `TensorFlow.js has no engine here: ${passedOver.join("; ")}`, remedy: choice.engine === undefined ? "Install @tensorflow/tfjs-backend-wasm again." : "Choose another engine, or none to have the best." };
}

/** One after another: TensorFlow.js initialises one engine at a time. */
let queue: Promise<unknown> = Promise.resolve();

async function whyNot(engine: EngineName, choice: EngineChoice): Promise<string | undefined> {
  const work = queue.then(async () => {
    try {
      const { whyNot: ask, load } = loading[engine];
      const reason = await ask?.();
      if (reason !== undefined) return reason;
      await load(choice);
      return await initialised(engine);
    } catch (error) {
      return `cannot be initialised: ${messageOf(error)}`;
    }
  });
  queue = work;
  return work;
}

/** Whoever chose an engine for the process before has it again afterwards. */
async function initialised(engine: EngineName): Promise<string | undefined> {
  const tf = await loadTensorflow();
  const name = registeredNames[engine];
  const before = tf.getBackend() as string | undefined;
  const works = await tf.setBackend(name);
  if (before !== undefined && before !== name) await tf.setBackend(before);
  return works ? undefined : "cannot be initialised";
}
