import { InvalidArgumentError, type RawKernel, type RawKernelSource } from "@openhcs/core";
import type { WebGpuArray } from "../session/gpu-array.js";
import { worked } from "../session/gpu-work.js";
import type { WebGpuSession } from "../session/webgpu-session.js";
import { packed, type Shader } from "../wgsl/shader.js";
import type { Value } from "../wgsl/element.js";
import { parametersOf, signaturesOf, type Signature } from "./signature.js";

const kernel = "webgpu.kernel";

/** A kernel that a user wrote in WGSL. @throws InvalidArgumentError where its signature cannot be told */
export function rawKernel({ source, name: wanted }: RawKernelSource): RawKernel<WebGpuSession, WebGpuArray> {
  const signature = chosen(source, wanted);
  const { name, bindings, group: [x, y, z] } = signature;
  const shader = shaderOf(source, signature);
  return {
    name,
    parameters: parametersOf(signature),
    async run({ inputs, outputs, numbers, items, group }, { session, signal }) {
      const own = [x, y, z];
      if (group?.some((size, axis) => size !== own[axis]) === true) throw new InvalidArgumentError(name, "group", `must be that of the source, @workgroup_size(${own.join(", ")}), or be left out`, group);
      return worked(await session.device(), signal, async (work) => {
        const made: Record<string, WebGpuArray> = {};
        for (const [output, { dtype, shape }] of Object.entries(outputs)) {
          const changed = inputs[output];
          made[output] = changed === undefined ? work.zeros(dtype, shape) : work.copy(changed);
        }
        const resources = bindings.map((binding) => {
          if (binding.kind === "array") return (made[binding.name] ?? inputs[binding.name]) as WebGpuArray;
          return packed(binding.members.map((member) => [member.name, member.type as Value]), numbers);
        });
        await work.dispatch(shader, resources, [0, 1, 2].map((axis) => Math.ceil((items[axis] ?? 1) / (own[axis] as number))));
        return made;
      });
    },
  };
}

function chosen(source: string, wanted: string | undefined): Signature {
  const all = read(source);
  const names = all.map(({ name }) => name);
  if (all.length === 0) throw new InvalidArgumentError(kernel, "source", "must have a kernel, as in @compute @workgroup_size(64) fn invert(@builtin(global_invocation_id) id: vec3u) { … }", source);
  if (wanted === undefined && all.length > 1) throw new InvalidArgumentError(kernel, "name", `must be given where the source has several kernels: ${names.join(", ")}`, wanted);
  const signature = all.find(({ name }) => wanted === undefined || name === wanted);
  if (signature === undefined) throw new InvalidArgumentError(kernel, "name", `must be one of ${names.join(", ")}`, wanted);
  return signature;
}

function read(source: string): readonly Signature[] {
  try {
    return signaturesOf(source);
  } catch (error) {
    throw new InvalidArgumentError(kernel, "source", (error as Error).message, source);
  }
}

function shaderOf(text: string, { name, bindings, group: [x, y, z] }: Signature): Shader {
  return {
    name: kernel, text, entry: name, groupSize: x * y * z, linesBefore: 0, hasNumbers: false, pack: () => new ArrayBuffer(0),
    bindings: bindings.map((binding) => (binding.kind === "numbers" ? "uniform" : binding.access === "read" ? "read-only-storage" : "storage")),
  };
}
