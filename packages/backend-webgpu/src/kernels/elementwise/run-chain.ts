import { Recent } from "@openhcs/device/portable";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import type { Shader } from "../../wgsl/shader.js";
import { chainNumbers, chainShader, type Chain, type ChainStep } from "./chain.js";

/** Calls ask for the same shaders again and again. */
const shaders = new Recent<Shader>(500);

/** The result of the last step, in one launch, or in as many as the device's bindings need. */
export async function runChain(chain: Chain, arrays: readonly WebGpuArray[], work: GpuWork): Promise<WebGpuArray> {
  const shape = arrays.map((array) => array.shape).reduce((most, each) => (each.length > most.length ? each : most)); // They differ in leading axes of one element at most.
  const shader = shaders.get(keyOf(chain), () => chainShader(chain));
  const made = work.array((chain.steps.at(-1) as ChainStep).dtype, shape);
  await work.gatherInPieces(shader, [...arrays, made], chainNumbers(chain));
  return made;
}

/** All but the values of numbers. */
function keyOf({ outer, steps }: Chain): string {
  return `${outer}|${JSON.stringify(steps.map(({ body: { code, dtype: own, numbers = [] }, inputs, dtype }) => [own, dtype, Object.entries(inputs), numbers.map(({ name, type }) => name + type), code]))}`;
}
