import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import type { LibraryCandidate } from "@openhcs/core";
import type { Tf } from "../engine/tensorflow.js";

/** What the parameters of all descriptions are, by name; each has those that it declares. */
export interface Choices {
  readonly size: [number, number];
  readonly alignCorners: boolean;
  readonly radians: number;
  readonly fillValue: number;
  readonly centre: number;
  readonly transform: number[];
  readonly interpolation: "nearest" | "bilinear";
  readonly fillMode: "constant" | "reflect" | "wrap" | "nearest";
  readonly window: number;
  readonly alpha: number;
  readonly axis: number;
}

/** A function of TensorFlow.js, and how it is called with an image. */
export interface Description extends Pick<LibraryCandidate, "name" | "documentation" | "inputs" | "parameters" | "examples" | "tags" | "synonyms" | "contract"> {
  /** @param arrays beyond the image, by name */
  apply(tf: Tf, image: Tensor, parameters: Choices, arrays: Readonly<Record<string, Tensor>>): Tensor;
}

/** A plane or a stack as images of one channel, and back; `change` may give another height and width. */
export function asImages(tf: Tf, image: Tensor, change: (images: Tensor4D) => Tensor): Tensor {
  const [height = 1, width = 1] = image.shape.slice(-2);
  const outer = image.shape.slice(0, -2);
  const planes = outer.reduce((product, extent) => product * extent, 1);
  const changed = change(tf.reshape(image, [planes, height, width, 1]));
  return tf.reshape(changed, [...outer, ...changed.shape.slice(1, 3)]);
}
