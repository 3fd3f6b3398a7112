const numerator = [0, 9.999999999999998702752e-1, 2.112677543073053063722, 1.480000633576506585156, 3.808837741388407920751e-1, 2.589979117907922693523e-2].map(Math.fround);
const denominator = [1, 2.612677543073109236779, 2.453006071784736363091, 9.864942958519418960339e-1, 1.546476374983906719538e-1, 5.875095403124574342950e-3].map(Math.fround);
const ln2 = Math.fround(Math.LN2);
const halfRoot = Math.fround(Math.SQRT1_2);

/**
 * Natural logarithm in single precision, bit for bit as NumPy's vector code has it: a rational approximation of log(1 + x) with fused steps.
 *
 * It is off by up to some units in the last place, which decides between equally good thresholds. For finite positive values.
 */
export function singleLog(value: number): number {
  let exponent = Math.floor(Math.log2(value)) + 1;
  let mantissa = value / 2 ** exponent;
  if (mantissa >= 1) [mantissa, exponent] = [mantissa / 2, exponent + 1];
  if (mantissa < 0.5) [mantissa, exponent] = [mantissa * 2, exponent - 1];
  if (mantissa <= halfRoot) [mantissa, exponent] = [mantissa * 2, exponent - 1];
  const x = Math.fround(mantissa - 1);
  return Math.fround(exponent * ln2 + Math.fround(polynomial(numerator, x) / polynomial(denominator, x)));
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => Math.fround(x * sum + coefficient));
}
