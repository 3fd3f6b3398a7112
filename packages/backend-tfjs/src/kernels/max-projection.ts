import type { Tensor } from "@tensorflow/tfjs-core";
import { kernelFor } from "@openhcs/core";
import { maxProjection } from "@openhcs/functions";
import type { TfSession } from "../engine/session.js";
import { compute } from "./compute.js";

export const maxProjectionKernel = kernelFor(maxProjection, {
  memoryType: "tfjs",
  cost: { latencyUs: 200, gbPerSec: 1 },
  dtypes: ["float32"],
  accumulates: "float32",
  run: ({ image }: { readonly image: Tensor }, _: unknown, { session }: { readonly session: TfSession }) => compute(session, [image], (tf) => tf.max(image, 0, true)),
});
