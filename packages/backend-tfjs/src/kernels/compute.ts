import type { Tensor } from "@tensorflow/tfjs-core";
import type { TfSession } from "../engine/session.js";
import type { Tf } from "../engine/tensorflow.js";
import { follow } from "../memory/tensor-storage.js";
import { live } from "../memory/tensor.js";

/** A fresh tensor; those that are made on the way are freed. @throws DisposedError */
export function compute(session: TfSession, given: readonly (Tensor | undefined)[], work: (tf: Tf) => Tensor): Tensor {
  for (const tensor of given) if (tensor !== undefined) live(tensor);
  const made = session.run((tf) => tf.tidy(() => work(tf)));
  follow(made);
  return made;
}
