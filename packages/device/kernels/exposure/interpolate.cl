// Values mapped by the line through points with ascending abscissas about equally far apart; outside of them as at the ends. NaN stays.
KERNEL interpolate(GLOBAL const IN_t *in, GLOBAL OUT_t *out, GLOBAL const double *abscissas, GLOBAL const double *ordinates, i64 size, int last, double per_unit) {
  const i64 i = global_x();
  if (i >= size) return;
  const double value = (double)IN_get(in, i);
  double mapped = value;
  if (value <= abscissas[0]) {
    mapped = ordinates[0];
  } else if (value >= abscissas[last]) {
    mapped = ordinates[last];
  } else if (value == value) {
    const double guess = floor((value - abscissas[0]) * per_unit);
    int at = guess < last - 1 ? (int)guess : last - 1;
    while (at > 0 && value < abscissas[at]) at--;
    while (at < last - 1 && value >= abscissas[at + 1]) at++;
    mapped = ((ordinates[at + 1] - ordinates[at]) / (abscissas[at + 1] - abscissas[at])) * (value - abscissas[at]) + ordinates[at];
  }
  put_truncated(out, i, mapped);
}
