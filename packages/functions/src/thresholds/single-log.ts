const numerator = [0, 1, 2.1126776, 1.4800006, 0.38088378, 0.025899792].map(Math.fround);
const denominator = [1, 2.6126776, 2.453006, 0.9864943, 0.15464763, 0.0058750953].map(Math.fround);
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
