// Replaces lines along an axis by the coefficients of the B-spline through them, one pole after another (Unser, Aldroubi and Eden 1991),
// as the reference does it. `far` is the pole to the power of the period. `extension`: 0 mirror, 1 reflect, 2 wrap. Lines of `extent` elements, `inner` apart.
DEVICE C first_causal(GLOBAL const C *c, int extent, int inner, C pole, C far, int extension) {
  C power = pole;
  if (extension == 2) {
    C sum = c[0];
    for (int i = 1; i < extent; i++, power *= pole) sum += power * c[(extent - i) * inner];
    return sum / (1 - power);
  }
  const int period = extension == 0 ? extent - 1 : extent;
  C sum = c[0] + far * c[(extent - 1) * inner];
  for (int i = 1; i < period; i++, power *= pole) {
    const C opposite = i == extent - 1 ? sum : c[(extent - 1 - i) * inner];
    sum += power * (c[i * inner] + far * opposite);
  }
  return extension == 0 ? sum / (1 - far * far) : (sum * pole) / (1 - far * far) + c[0];
}

DEVICE C first_anticausal(GLOBAL const C *c, int extent, int inner, C pole, int extension) {
  const C last = c[(extent - 1) * inner];
  if (extension == 0) return ((pole * c[(extent - 2) * inner] + last) * pole) / (pole * pole - 1);
  if (extension == 1) return (last * pole) / (pole - 1);
  C power = pole;
  C sum = last;
  for (int i = 0; i < extent - 1; i++, power *= pole) sum += power * c[i * inner];
  return (sum * pole) / (power - 1);
}

KERNEL spline_axis(GLOBAL C *values, C gain, C pole, C far, C second_pole, C second_far, int poles, int extension, int extent, int inner, int lines) {
  const i64 item = global_x();
  if (item >= lines) return;
  GLOBAL C *c = values + (int)item / inner * extent * inner + (int)item % inner;
  for (int i = 0; i < extent; i++) c[i * inner] *= gain;
  for (int k = 0; k < poles; k++) {
    const C p = k == 0 ? pole : second_pole;
    C before = first_causal(c, extent, inner, p, k == 0 ? far : second_far, extension);
    c[0] = before;
    for (int i = 1; i < extent; i++) {
      before = c[i * inner] + p * before;
      c[i * inner] = before;
    }
    C after = first_anticausal(c, extent, inner, p, extension);
    c[(extent - 1) * inner] = after;
    for (int i = extent - 2; i >= 0; i--) {
      after = p * (after - c[i * inner]);
      c[i * inner] = after;
    }
  }
}
