import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { ieeePower, wrappingBigPower, wrappingPower } from "./exponentiation.js";
import { goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const exponentiation: BinaryOperation = { numbers: ieeePower, integers: wrappingPower, bigints: wrappingBigPower, ofBools: "int8" };

/** An image raised to a power. */
export const power = defineFunction({
  ...numpyBinary,
  name: "power",
  documentation: `Raises an image to the power of a number or of another image.

aᵇ, in computeDtype. Floats follow IEEE 754's pow: a negative base with a fractional exponent is NaN, and 1 to any power, even NaN, is 1.
Integers wrap modulo 2ⁿ and refuse negative exponents, as NumPy does. Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["pow", "exponent", "gamma", "square"],
  source: "numpy.power",
  cost: { latencyUs: 20, gbPerSec: 0.1 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-7 },
  golden: [goldenOf("power")[0]],
  reference: (inputs, parameters) => combine(exponentiation, inputs, parameters),
});
