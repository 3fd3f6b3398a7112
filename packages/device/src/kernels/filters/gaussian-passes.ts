import { derivativeWeights, type GaussianWindow } from "@openhcs/functions/for-kernels";
import type { AxisPass } from "./correlate-axes.js";

/** A pass along each axis with a sigma above 0, of a derivative of the Gaussian where an order says so. */
export function gaussianPasses(windows: readonly GaussianWindow[], orders: readonly number[] = windows.map(() => 0)): readonly AxisPass[] {
  return windows.flatMap(({ sigma, radius }, axis) => (sigma === 0 ? [] : [{ axis, weights: derivativeWeights(sigma, radius, orders[axis] ?? 0) }]));
}
