import type { Tensor } from "@tensorflow/tfjs-core";
import type { Kernel } from "@openhcs/core";
import { abs, add, divide, equal, exp, greater, greaterEqual, less, lessEqual, log, multiply, notEqual, sqrt, square, subtract } from "@openhcs/functions";
import type { TfSession } from "../engine/session.js";
import { elementwise } from "./elementwise.js";
import { gaussianKernel } from "./gaussian.js";
import { maxProjectionKernel } from "./max-projection.js";

export const kernels: readonly Kernel<TfSession, Tensor>[] = [
  elementwise(abs, (tf, a) => tf.abs(a)),
  elementwise(add, (tf, a, b) => tf.add(a, b)),
  elementwise(divide, (tf, a, b) => tf.div(a, b)),
  elementwise(equal, (tf, a, b) => tf.equal(a, b)),
  elementwise(exp, (tf, a) => tf.exp(a)),
  elementwise(greater, (tf, a, b) => tf.greater(a, b)),
  elementwise(greaterEqual, (tf, a, b) => tf.greaterEqual(a, b)),
  elementwise(less, (tf, a, b) => tf.less(a, b)),
  elementwise(lessEqual, (tf, a, b) => tf.lessEqual(a, b)),
  elementwise(log, (tf, a) => tf.log(a)),
  elementwise(multiply, (tf, a, b) => tf.mul(a, b)),
  elementwise(notEqual, (tf, a, b) => tf.notEqual(a, b)),
  elementwise(sqrt, (tf, a) => tf.sqrt(a)),
  elementwise(square, (tf, a) => tf.square(a)),
  elementwise(subtract, (tf, a, b) => tf.sub(a, b)),
  gaussianKernel,
  maxProjectionKernel,
];
