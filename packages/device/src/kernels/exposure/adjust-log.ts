import { adjustLog } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { corrected, correctionCost, corrects } from "./correction.js";

export const adjustLogKernel = deviceKernel(adjustLog, {
  cost: correctionCost,
  accumulates: "float64",
  supports: corrects,
  run: ({ image }, parameters, work) => corrected(image, {
    name: "adjustLog",
    expression: parameters.inv ? "(exp2(value) - 1) * gain" : "log2(1 + value) * gain",
    gain: parameters.gain,
    table: (values, context) => adjustLog.reference({ image: values }, parameters, context),
  }, work),
});
