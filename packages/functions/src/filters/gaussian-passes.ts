import type { Shape } from "@openhcs/core";
import type { Boundary } from "../neighborhood/boundary.js";
import { correlate1d } from "../neighborhood/correlate-1d.js";
import type { Numbers } from "../neighborhood/elements.js";
import { gaussianDerivativeWeights } from "./gaussian-derivative-weights.js";
import { gaussianWeights } from "./gaussian-weights.js";
import type { GaussianWindow } from "./gaussian-windows.js";

/** Gaussian passes along all axes with a sigma above 0; without any, the values as the target's dtype holds them. */
export function smooth(source: Numbers, target: Numbers, shape: Shape, windows: readonly GaussianWindow[], boundary: Boundary): void {
  differentiate(source, target, shape, windows, boundary, windows.map(() => 0));
}

/**
 * As {@link smooth}, with derivatives of the Gaussian of one order per axis.
 *
 * An axis with sigma 0 is left alone, whatever its order.
 */
export function differentiate(
  source: Numbers, target: Numbers, shape: Shape, windows: readonly GaussianWindow[], boundary: Boundary, orders: readonly number[],
): void {
  let from = source;
  for (const [axis, { sigma, radius }] of windows.entries()) {
    if (sigma === 0) continue;
    correlate1d(from, target, shape, axis, derivativeWeights(sigma, radius, orders[axis] as number), boundary);
    from = target;
  }
  if (from === source && source !== target) target.set(source);
}

/** Weights that correlate a line to a derivative of its smoothing; of order 0 the Gaussian itself. */
export function derivativeWeights(sigma: number, radius: number, order: number): Float64Array {
  return order === 0 ? gaussianWeights(sigma, radius) : gaussianDerivativeWeights(sigma, radius, order);
}
