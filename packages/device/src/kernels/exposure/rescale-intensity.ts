import { sizeOf } from "@openhcs/core";
import { rescaleIntensity } from "@openhcs/functions";
import { rangeDtype, rangesOf, type Range, type RangeChoice } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import { truncation, truncationDefines } from "../../dialect/truncation.js";
import type { DeviceWork } from "../../session/device-work.js";
import { deviceKernel, type Array as DeviceArray } from "../device-kernel.js";
import { isSingle } from "../thresholds/count-values.js";
import { extremesOf } from "../thresholds/extremes-of.js";

export const rescaleIntensityKernel = deviceKernel(rescaleIntensity, {
  cost: { latencyUs: 150, gbPerSec: 3 },
  accumulates: "float64",
  needsFp64: () => true,
  async run({ image }, parameters, work) {
    const [inRange, outRange] = [parameters.inRange as RangeChoice, parameters.outRange as RangeChoice];
    const own = inRange === "image" || outRange === "image" ? await ownRange(image, work) : undefined;
    const { from: [inLow, inHigh], to: [outLow, outHigh] } = rangesOf(inRange, outRange, () => own as Range, image.dtype);
    const dtype = rangeDtype(outRange, image.dtype);
    const single = isSingle(image.dtype);
    const round = single ? Math.fround : (value: number) => value;
    const defines = { ...truncationDefines(dtype), SINGLE: Number(single) };
    const program = await work.program(kernelSource([truncation, "exposure/rescale.cl"], { elements: { IN: image.dtype, OUT: dtype }, compute: "float64", defines }));
    const out = work.array(dtype, image.shape);
    const size = sizeOf(image.shape);
    const numbers = [inLow, inHigh, inHigh - inLow, outHigh - outLow, outLow, outHigh].map(round);
    program.launch("rescale", size, [image, out, size, ...numbers, Number(inLow === inHigh)]);
    return out;
  },
});

async function ownRange(image: DeviceArray, work: DeviceWork): Promise<Range> {
  const { min, max } = await extremesOf(image, work);
  return [min, max];
}
