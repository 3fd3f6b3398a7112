/** Remainder with the sign of the divisor, exact on doubles and on singles (Python's and NumPy's `%`). */
export function flooredModulo(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** Quotient rounded down, each step rounded by `round`, consistent with {@link flooredModulo}. */
export function flooredQuotient(a: number, b: number, round: (value: number) => number): number {
  if (b === 0) return a / b;
  const remainder = a % b;
  const truncated = round(round(a - remainder) / b);
  const quotient = remainder !== 0 && remainder < 0 !== b < 0 ? truncated - 1 : truncated;
  if (quotient === 0) return 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
