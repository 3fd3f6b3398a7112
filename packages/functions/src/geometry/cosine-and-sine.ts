const radiansPerDegree = Math.PI / 180;

/** Coefficients of powers of z², the highest first, for angles up to 45°. */
const sineTerms = [
  1.58962301572218447952e-10, -2.50507477628503540135e-8, 2.75573136213856773549e-6, -1.98412698295895384658e-4, 8.33333333332211858862e-3,
  -1.66666666666666307295e-1,
];
const cosineTerms = [
  1.13678171382044553091e-11, -2.08758833757683644217e-9, 2.75573155429816611547e-7, -2.48015872936186303776e-5, 1.3888888888880666676e-3,
  -4.16666666666666348141e-2, 4.99999999999999999798e-1,
];

/**
 * Cosine and sine of degrees, exact at the multiples of 90°, so that such rotations hit the pixels.
 *
 * The last bit is that of `scipy.special.cosdg` and `sindg` (Cephes): it decides which of two equally near pixels a rotation of 45° reads.
 */
export function cosineAndSine(angle: number): { readonly cos: number; readonly sin: number } {
  const turned = Math.abs(angle);
  const octant = Math.floor(turned / 45);
  const nearest = octant + (octant % 2);
  const z = (turned - nearest * 45) * radiansPerDegree;
  const squared = z * z;
  const sine = z + z * (squared * polynomial(sineTerms, squared));
  const cosine = 1 - squared * polynomial(cosineTerms, squared);
  const mirrored = angle < 0 ? -1 : 1;
  switch ((nearest / 2) % 4) {
    case 0: return { cos: cosine, sin: mirrored * sine };
    case 1: return { cos: -sine, sin: mirrored * cosine };
    case 2: return { cos: -cosine, sin: mirrored * -sine };
    default: return { cos: sine, sin: mirrored * -cosine };
  }
}

function polynomial(terms: readonly number[], x: number): number {
  return terms.reduce((sum, term) => sum * x + term);
}
