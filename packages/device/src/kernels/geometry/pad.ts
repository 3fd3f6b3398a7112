import { pad } from "@openhcs/functions";
import { padConstant, padReads, padWidths, type PadWidth } from "@openhcs/functions/for-kernels";
import { toBits } from "../../dialect/element-bits.js";
import { deviceKernel } from "../device-kernel.js";
import { fitsGather, gather } from "./gather.js";

export const padKernel = deviceKernel(pad, {
  cost: { latencyUs: 40, gbPerSec: 5 },
  accumulates: "float64",
  supports: ({ image }) => fitsGather(image),
  run({ image: { shape, dtype }, image }, { padWidth, mode, cval }, work) {
    const widths = padWidths(padWidth, shape.length) as readonly PadWidth[];
    const axes = shape.map((extent, axis) => ({ axis, reads: padReads(mode, extent, ...(widths[axis] as PadWidth)) }));
    return gather(work, image, axes, toBits(dtype, padConstant(dtype, cval)));
  },
});
