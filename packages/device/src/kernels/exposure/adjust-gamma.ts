import { adjustGamma } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { corrected, correctionCost, corrects } from "./correction.js";

export const adjustGammaKernel = deviceKernel(adjustGamma, {
  cost: correctionCost,
  accumulates: "float64",
  supports: corrects,
  run: ({ image }, parameters, work) => corrected(image, {
    name: "adjustGamma",
    expression: `${powerBy(parameters.gamma)} * gain`,
    p: parameters.gamma,
    gain: parameters.gain,
    table: (values, context) => adjustGamma.reference({ image: values }, parameters, context),
  }, work),
});

/** As the reference takes roots and squares where it can. */
function powerBy(gamma: number): string {
  if (gamma === 1) return "value";
  if (gamma === 2) return "value * value";
  return gamma === 0.5 ? "sqrt(value)" : "pow(value, p)";
}
