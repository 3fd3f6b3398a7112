import { defineFunction } from "@openhcs/core";
import { combine } from "./binary.js";
import { flooredQuotient } from "./floored-division.js";
import { goldenOf, numpyBinary } from "./operands.js";
import type { BinaryOperation } from "./operation.js";

const floored: BinaryOperation = {
  numbers: (a, b) => flooredQuotient(a, b, (value) => value),
  singles: (a, b) => flooredQuotient(a, b, Math.fround),
  integers: (a, b) => (b === 0 ? 0 : Math.floor(a / b)),
  bigints: (a, b) => {
    if (b === 0n) return 0n;
    const quotient = a / b;
    return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
  },
  ofBools: "int8",
};

/** The quotient of a division, rounded down. */
export const floorDivide = defineFunction({
  ...numpyBinary,
  name: "floorDivide",
  documentation: `Divides an image by an image or a number and rounds down.

⌊a / b⌋, in computeDtype. Floats: as NumPy does it, so that a = floorDivide · b + mod; where b is 0, a / b. Integers: 0 where b is 0.
Shapes broadcast.`,
  tags: ["elementwise"],
  synonyms: ["integer division", "quantize", "floor_divide"],
  source: "numpy.floor_divide",
  cost: { latencyUs: 20, gbPerSec: 0.3 },
  tolerance: { kind: "exact" },
  golden: [goldenOf("floor_divide")[0]],
  reference: (inputs, parameters) => combine(floored, inputs, parameters),
});
