import { gaussianWeights } from "./gaussian-weights.js";

/**
 * Weights that correlate a line to the derivative of its Gaussian smoothing: the derivative's values at `−i` for `i` in `[−radius, radius]`.
 *
 * The n-th derivative is a polynomial q times the Gaussian, and q of the next order is `q′(x) − x · q(x) / σ²`; the Gaussian sums to 1
 * as sampled, before it is differentiated.
 */
export function gaussianDerivativeWeights(sigma: number, radius: number, order: number): Float64Array {
  const polynomial = derivativePolynomial(sigma, order);
  return gaussianWeights(sigma, radius).map((weight, k) => {
    const x = radius - k;
    return weight * polynomial.reduce((sum, coefficient, power) => sum + coefficient * x ** power, 0);
  });
}

/** Coefficients by rising powers. */
function derivativePolynomial(sigma: number, order: number): readonly number[] {
  let polynomial: readonly number[] = Array.from({ length: order + 1 }, (_, power) => (power === 0 ? 1 : 0));
  for (let n = 0; n < order; n++) {
    const last = polynomial;
    polynomial = last.map((_, power) => (power + 1) * (last[power + 1] ?? 0) - (last[power - 1] ?? 0) / (sigma * sigma));
  }
  return polynomial;
}
