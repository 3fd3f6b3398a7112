import { tfjs } from "@openhcs/backend-tfjs";
import { gpuDevice, webgpu } from "@openhcs/backend-webgpu";
import type { Backend } from "@openhcs/core";

/** What this page computes with where the browser can, the host references aside: both on one device, so that arrays need not leave it. */
export async function backends(): Promise<readonly Backend[]> {
  const { gpu: browserGpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } };
  if (await browserGpu?.requestAdapter() == null) return [webgpu(), tfjs({ engine: "cpu" })];
  const gpu = gpuDevice();
  return [webgpu({ gpu }), tfjs({ gpu })];
}
