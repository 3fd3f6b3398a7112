// Run in a process of its own: asks Dawn for an adapter, for the first touch of a driver may end the process that makes it.
import { messageOf } from "@openhcs/core";
import { verdictOf } from "./verdict.js";
import { vulkanRemedy } from "./vulkan-remedy.js";

async function ask(): Promise<unknown> {
  try {
    const { create } = await import("webgpu");
    const gpu = create([]);
    const adapter = await gpu.requestAdapter(JSON.parse(process.argv[2] ?? "{}") as GPURequestAdapterOptions);
    return verdictOf(adapter, vulkanRemedy);
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

void ask().then((answer) => process.stdout.write(`\n${JSON.stringify(answer)}\n`));
