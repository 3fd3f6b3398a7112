import { maximumFilter } from "@openhcs/functions";
import { describedWindow, type Boundary, type ExtremePass } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { extremeFilter, takesPasses } from "../neighborhood/extreme-filter.js";
import { outsideIsDouble } from "../neighborhood/outside.js";

export const maximumFilterKernel = deviceKernel(maximumFilter, {
  cost: { latencyUs: 60, gbPerSec: 2 },
  accumulates: "float64",
  needsFp64: ({ image }, boundary) => outsideIsDouble(image, boundary),
  supports: ({ image }, parameters) => (image === undefined ? "needs an image" : takesPasses(image, passesOf(image.shape.length, parameters))),
  run: ({ image }, parameters, work) => extremeFilter(work, image, passesOf(image.shape.length, parameters)),
});

function passesOf(rank: number, parameters: Parameters<typeof describedWindow>[1] & Boundary): readonly ExtremePass[] {
  const { mode, cval } = parameters;
  return [{ extreme: "maximum", footprint: describedWindow(rank, parameters), boundary: { mode, cval } }];
}
