/** What computes with tensors, the fastest first. */
export const engineNames = ["node-gpu", "node", "webgpu", "wasm", "cpu"] as const;

export type EngineName = (typeof engineNames)[number];

/** Names under which TensorFlow.js knows them. */
export const registeredNames: Readonly<Record<EngineName, string>> = { "node-gpu": "tensorflow", node: "tensorflow", webgpu: "webgpu", wasm: "wasm", cpu: "cpu" };

export function isEngineName(value: unknown): value is EngineName {
  return (engineNames as readonly unknown[]).includes(value);
}
