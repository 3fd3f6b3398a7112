import type { Tensor } from "@tensorflow/tfjs-core";
import { kernelFor, type ArraySpec, type FilledParameters, type FunctionDefinition, type Inputs, type Kernel, type Outputs, type Parameters } from "@openhcs/core";
import type { TfSession } from "../engine/session.js";
import type { Tf } from "../engine/tensorflow.js";
import { compute } from "./compute.js";

/** What TensorFlow.js does with one operand, or with two. */
export type Operation = (tf: Tf, a: Tensor, b: Tensor) => Tensor;

const cost = { latencyUs: 200, gbPerSec: 0.5 };

/** A function of one image and a second one of its shape or a number, on float32, where the operation does what NumPy's does. */
export function elementwise<I extends Inputs, P extends Parameters, O extends Outputs, Main extends keyof O>(definition: FunctionDefinition<I, P, O, Main>, operation: Operation): Kernel<TfSession, Tensor> {
  return kernelFor(definition as FunctionDefinition, {
    memoryType: "tfjs",
    cost,
    dtypes: ["float32"],
    accumulates: "float32",
    supports: ({ image, other }: { readonly image?: ArraySpec; readonly other?: ArraySpec }, choices: FilledParameters<P>) => supported(image, other, choices),
    run({ image, other }: { readonly image: Tensor; readonly other?: Tensor }, { value = 0 }: { readonly value?: number }, { session }: { readonly session: TfSession }) {
      return compute(session, [image, other], (tf) => operation(tf, image, other ?? tf.scalar(Math.fround(value), "float32")));
    },
  } as never) as unknown as Kernel<TfSession, Tensor>;
}

function supported(image: ArraySpec | undefined, other: ArraySpec | undefined, { convention = "numpy", computeDtype = "float32" }: Readonly<Record<string, unknown>>): true | string {
  if (convention !== "numpy" || computeDtype !== "float32") return `computes as NumPy does in float32, not as ${String(convention)} in ${String(computeDtype)}`;
  if (other === undefined) return true;
  if (other.dtype !== "float32") return `takes float32 and ${other.dtype} not together`;
  return String(other.shape) === String(image?.shape) || "leaves broadcasting to the reference";
}
