// Run in a process of its own: asks Dawn for an adapter, for the first touch of a driver may end the process that makes it.
import { messageOf } from "@openhcs/core";
import { verdictOf } from "./verdict.js";

async function ask(): Promise<unknown> {
  try {
    const { create } = await import("webgpu");
    const gpu = create([]);
    const adapter = await gpu.requestAdapter(JSON.parse(process.argv[2] ?? "{}") as GPURequestAdapterOptions);
    return verdictOf(adapter, "Install a Vulkan driver (Debian: apt-get install mesa-vulkan-drivers libvulkan1; on Debian 12 with -t bookworm-backports, for its own Mesa is too old).");
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

void ask().then((answer) => process.stdout.write(`\n${JSON.stringify(answer)}\n`));
