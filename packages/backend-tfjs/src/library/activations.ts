import type { Description } from "./description.js";

const described: readonly Description[] = [
  { name: "relu", documentation: "max(x, 0) (tf.relu).", apply: (tf, image) => tf.relu(image) },
  { name: "relu6", documentation: "min(max(x, 0), 6) (tf.relu6).", apply: (tf, image) => tf.relu6(image) },
  {
    name: "leakyRelu", documentation: "x where it is positive, else alpha · x (tf.leakyRelu).",
    parameters: { alpha: { type: "number", default: 0.2, description: "Slope below 0." } }, apply: (tf, image, { alpha }) => tf.leakyRelu(image, alpha),
  },
  { name: "elu", documentation: "x where it is positive, else eˣ − 1 (tf.elu).", apply: (tf, image) => tf.elu(image) },
  { name: "sigmoid", documentation: "1 / (1 + e⁻ˣ) (tf.sigmoid).", apply: (tf, image) => tf.sigmoid(image) },
  { name: "tanh", documentation: "The hyperbolic tangent (tf.tanh).", apply: (tf, image) => tf.tanh(image) },
  { name: "softmax", documentation: "eˣ, divided by its sum along the last axis (tf.softmax).", apply: (tf, image) => tf.softmax(image, -1) },
  {
    name: "cumsum", documentation: "The running sum along an axis (tf.cumsum).",
    parameters: { axis: { type: "integer", min: 0, max: 5, default: 0, description: "Axis." } }, apply: (tf, image, { axis }) => tf.cumsum(image, axis),
  },
];

/** Functions of single elements and along axes, such as networks have between their layers. */
export const activations: readonly Description[] = described.map((description) => ({ tags: ["elementwise"], contract: "pure3d", ...description }));
