import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { flooredModulo } from "./floored-division.js";
import { goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const modulo: BinaryOperation = {
  numbers: flooredModulo,
  integers: (a, b) => (b === 0 ? 0 : flooredModulo(a, b)),
  bigints: (a, b) => {
    if (b === 0n) return 0n;
    const remainder = a % b;
    return remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
  },
  ofBools: "int8",
};

/** The remainder of a division, with the sign of the divisor. */
export const mod = defineFunction({
  ...numpyBinary,
  name: "mod",
  documentation: `Gives the remainder of a division, with the sign of the divisor.

a - ⌊a / b⌋ · b, in computeDtype. Floats: NaN where b is 0 or a is infinite. Integers: 0 where b is 0. Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["modulo", "remainder", "wrap phase"],
  source: "numpy.mod",
  cost: { latencyUs: 20, gbPerSec: 0.4 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-7 },
  golden: [goldenOf("mod")[0]],
  reference: (inputs, parameters) => combine(modulo, inputs, parameters),
});
