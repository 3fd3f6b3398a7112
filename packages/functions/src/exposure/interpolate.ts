import type { Numbers } from "../neighborhood/elements.js";

/**
 * Values mapped by the line through points with ascending abscissas about equally far apart, as `numpy.interp`: outside of them as at the
 * ends. NaN stays NaN.
 */
export function interpolate(values: Numbers, target: Numbers, abscissas: Float64Array, ordinates: Float64Array): void {
  const last = abscissas.length - 1;
  const first = abscissas[0] as number;
  const perUnit = last / ((abscissas[last] as number) - first);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value !== value) {
      target[i] = NaN;
    } else if (value <= first) {
      target[i] = ordinates[0] as number;
    } else if (value >= (abscissas[last] as number)) {
      target[i] = ordinates[last] as number;
    } else {
      let at = Math.min(last - 1, Math.floor((value - first) * perUnit));
      while (value < (abscissas[at] as number)) at--;
      while (value >= (abscissas[at + 1] as number)) at++;
      const [x, y] = [abscissas[at] as number, ordinates[at] as number];
      target[i] = (((ordinates[at + 1] as number) - y) / ((abscissas[at + 1] as number) - x)) * (value - x) + y;
    }
  }
}
