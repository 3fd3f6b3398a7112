import { adjustSigmoid } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { corrected, correctionCost, corrects } from "./correction.js";

export const adjustSigmoidKernel = deviceKernel(adjustSigmoid, {
  cost: correctionCost,
  accumulates: "float64",
  supports: corrects,
  run: ({ image }, parameters, work) => corrected(image, {
    name: "adjustSigmoid",
    expression: `${parameters.inv ? "1 - " : ""}1 / (1 + exp(gain * (p - value)))`,
    p: parameters.cutoff,
    gain: parameters.gain,
    table: (values, context) => adjustSigmoid.reference({ image: values }, parameters, context),
  }, work),
});
