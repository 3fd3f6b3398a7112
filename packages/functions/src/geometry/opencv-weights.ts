const { fround } = Math;

/** OpenCV's weights, in float32, of the 2, 4 or 8 pixels around a point that lies `x` in [0, 1) behind the pixel before it. */
export function opencvWeights(kind: "linear" | "cubic" | "lanczos4", x: number): readonly number[] {
  switch (kind) {
    case "linear": return [fround(1 - x), x];
    case "cubic": return cubic(x);
    case "lanczos4": return lanczos(x);
  }
}

/** Cubic convolution of Keys 1981 with a = −¾; the last weight is what the others leave of 1. */
function cubic(x: number): readonly number[] {
  const a = -0.75;
  const far = (t: number) => fround(fround(fround(fround(fround(fround(a * t) - 5 * a) * t) + 8 * a) * t) - 4 * a);
  const near = (t: number) => fround(fround(fround(fround(fround((a + 2) * t) - (a + 3)) * t) * t) + 1);
  const [first, second, third] = [far(fround(x + 1)), near(x), near(fround(1 - x))];
  return [first, second, third, fround(fround(fround(1 - first) - second) - third)];
}

/** The sinc under a sinc of four times its width, over 8 pixels, divided by its sum. */
function lanczos(x: number): readonly number[] {
  if (x < 1.1920929e-7) return [0, 0, 0, 1, 0, 0, 0, 0];
  const weights = Array.from({ length: 8 }, (_, i) => {
    const t = x + 3 - i;
    return fround((Math.sin(Math.PI * t) * Math.sin((Math.PI * t) / 4)) / (t * t));
  });
  const share = fround(1 / weights.reduce((sum, weight) => fround(sum + weight), 0));
  return weights.map((weight) => fround(weight * share));
}
