/**
 * Weights of the `order + 1` pixels around a point, for a B-spline of order 0 to 5, from the point's distance to the middle one: `x` in
 * [0, 1) from the pixel before it for odd orders, in [−0.5, 0.5) from the nearest one for even orders. They sum to 1.
 */
export function splineWeights(order: number, x: number, weights: Float64Array, at: number): void {
  if (order === 1) {
    weights[at] = 1 - x;
    weights[at + 1] = 1 - (1 - x);
    return;
  }
  let rest = 1;
  for (let k = 0; k < order; k++) {
    const weight = basis(order, Math.abs(x + (order >> 1) - k), k, x);
    weights[at + k] = weight;
    rest -= weight;
  }
  weights[at + order] = rest;
}

/** The central B-spline of an order at a distance from its middle. */
function basis(order: number, distance: number, k: number, x: number): number {
  switch (order) {
    case 2: return k === 1 ? 0.75 - x * x : 0.5 * (0.5 - x) * (0.5 - x);
    case 3: return cubic(distance);
    case 4: return quartic(distance);
    default: return quintic(distance);
  }
}

function cubic(d: number): number {
  return d < 1 ? (d * d * (d - 2) * 3 + 4) / 6 : ((2 - d) * (2 - d) * (2 - d)) / 6;
}

function quartic(d: number): number {
  if (d <= 0.5) return d * d * (d * d * 0.25 - 0.625) + 115 / 192;
  if (d <= 1.5) return d * (d * (d * (5 - d) / 6 - 1.25) + 5 / 24) + 55 / 96;
  const rest = (2.5 - d) * (2.5 - d);
  return (rest * rest) / 24;
}

function quintic(d: number): number {
  if (d < 1) return d * d * (d * d * (0.25 - d / 12) - 0.5) + 0.55;
  if (d < 2) return d * (d * (d * (d * (d / 24 - 0.375) + 1.25) - 1.75) + 0.625) + 0.425;
  const rest = (3 - d) * (3 - d);
  return ((3 - d) * rest * rest) / 120;
}
