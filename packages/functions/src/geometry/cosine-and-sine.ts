const radiansPerDegree = Math.PI / 180;

/** Coefficients of powers of z², the highest first, for angles up to 45°. */
const sineTerms = [
  1.5896230157221844e-10, -2.5050747762850355e-08, 2.7557313621385676e-06, -0.0001984126982958954, 0.008333333333322118,
  -0.1666666666666663,
];
const cosineTerms = [
  1.1367817138204455e-11, -2.0875883375768363e-09, 2.7557315542981663e-07, -2.480158729361863e-05, 0.0013888888888880667,
  -0.04166666666666664, 0.5,
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
