import { kernelFor, sizeOf, type ArraySpec, type FilledParameters, type FunctionDefinition, type Inputs, type Kernel, type Outputs, type Parameters } from "@openhcs/core";
import type { GpuJsSession } from "../engine/session.js";
import { gpujsArray, type GpuJsArray } from "../memory.js";

type Arrays = Readonly<Record<string, GpuJsArray | undefined>>;

/** Transfers of a kernel's arguments and results are part of its cost: gpu.js keeps nothing on a device. */
const cost = { latencyUs: 500, gbPerSec: 0.2 };

/**
 * A function of one or two operands by an expression of `a` and `b`, which float32 holds exactly.
 *
 * The second one is an array of the same shape or a number, by name `other` and `value`.
 */
export function elementwise<I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O>(definition: FunctionDefinition<I, P, O, Main>, expression: string): Kernel<GpuJsSession> {
  return kernelFor(definition as FunctionDefinition, {
    memoryType: "gpujs",
    cost,
    dtypes: ["float32"],
    accumulates: "float32",
    supports: ({ image, other }: { readonly image?: ArraySpec; readonly other?: ArraySpec }, choices: FilledParameters<P>) => supported(image, other, choices),
    async run(arrays: Arrays, { value }: { readonly value?: number }, { session }: { readonly session: GpuJsSession }) {
      const { image, other } = arrays as { readonly image: GpuJsArray; readonly other?: GpuJsArray };
      const extents = [sizeOf(image.shape)];
      if (extents[0] === 0) return gpujsArray(new Float32Array(), image.shape);
      const args = {
        image: { elements: image.buffer, extents },
        ...(other === undefined ? value === undefined ? {} : { value: Math.fround(value) } : { other: { elements: other.buffer, extents } }),
      };
      const second = other === undefined ? value === undefined ? undefined : "value" : "other[this.thread.x]";
      const source = `function ${definition.name}(${Object.keys(args).join(", ")}) {
  const a = image[this.thread.x];
  ${second === undefined ? "" : `const b = ${second};`}
  return ${expression};
}`;
      const { elements } = await session.run({ source, args, output: extents });
      return gpujsArray(elements as Float32Array, image.shape);
    },
  } as never) as unknown as Kernel<GpuJsSession>;
}

function supported(image: ArraySpec | undefined, other: ArraySpec | undefined, { convention = "numpy", computeDtype = "float32" }: Readonly<Record<string, unknown>>): true | string {
  if (convention !== "numpy" || computeDtype !== "float32") return `computes as NumPy does in float32, not as ${String(convention)} in ${String(computeDtype)}`;
  if (other === undefined) return true;
  if (other.dtype !== "float32") return `computes float32 and ${other.dtype} nowhere together`;
  return String(other.shape) === String(image?.shape) || "leaves broadcasting to the reference";
}
