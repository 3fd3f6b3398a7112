/** `a · b + c`, rounded once (but for rare ties), as the processor's fused instruction does for finite numbers far from overflow. */
export function multiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const [aHigh, bHigh] = [highHalf(a), highHalf(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  const lostByProduct = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  const sum = product + c;
  const part = sum - product;
  const lostBySum = (product - (sum - part)) + (c - part);
  return sum + (lostBySum + lostByProduct);
}

/** The upper 26 bits of a number, after Veltkamp. */
function highHalf(value: number): number {
  const scaled = value * 134217729;
  return scaled - (scaled - value);
}
