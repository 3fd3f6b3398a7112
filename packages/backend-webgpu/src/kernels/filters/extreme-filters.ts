import { maximumFilter, minimumFilter } from "@openhcs/functions";
import { describedWindow, type Boundary, type ExtremePass } from "@openhcs/functions/for-kernels";
import { gpuKernel, type GpuKernel } from "../gpu-kernel.js";
import { extremeFilter, takesPasses } from "../neighborhood/extreme-filter.js";

export const extremeKernels: readonly GpuKernel[] = [
  gpuKernel(maximumFilter, {
    cost: { latencyUs: 300, gbPerSec: 1 },
    supports: ({ image }, parameters) => (image === undefined ? "needs an image" : takesPasses(image, [passOf("maximum", image.shape.length, parameters)])),
    run: ({ image }, parameters, work) => extremeFilter(work, image, [passOf("maximum", image.shape.length, parameters)]),
  }),
  gpuKernel(minimumFilter, {
    cost: { latencyUs: 300, gbPerSec: 1 },
    supports: ({ image }, parameters) => (image === undefined ? "needs an image" : takesPasses(image, [passOf("minimum", image.shape.length, parameters)])),
    run: ({ image }, parameters, work) => extremeFilter(work, image, [passOf("minimum", image.shape.length, parameters)]),
  }),
];

function passOf(extreme: ExtremePass["extreme"], rank: number, parameters: Parameters<typeof describedWindow>[1] & Boundary): ExtremePass {
  const { mode, cval } = parameters;
  return { extreme, footprint: describedWindow(rank, parameters), boundary: { mode, cval } };
}
