// Where lines have their first extreme, in two stages: of parts of each line, then of the parts. `sign` is 1 for the largest, -1 for the smallest
// element; the first NaN comes before all others, or counts for nothing where NaN are omitted. -1 is nowhere.

// Which of two places of a line is the more extreme one.
DEVICE i64 more_extreme(GLOBAL const IN_t *in, i64 a, i64 b, int sign) {
  if (a < 0) return b;
  if (b < 0) return a;
  const IN_v x = IN_get(in, a);
  const IN_v y = IN_get(in, b);
  if (x != x || y != y) return x != x && (y == y || a < b) ? a : b;
  if (x == y) return a < b ? a : b;
  return (sign > 0 ? x > y : x < y) ? a : b;
}

DEVICE i64 extreme_within(GLOBAL const IN_t *in, i64 from, i64 to, i64 step, int sign, int omits) {
  i64 best = -1;
  IN_v most = 0;
  for (i64 at = from; at < to; at += step) {
    const IN_v value = IN_get(in, at);
    if (value != value) {
      if (omits) continue;
      return at;
    }
    if (best >= 0 && !(sign > 0 ? value > most : value < most)) continue;
    best = at;
    most = value;
  }
  return best;
}

KERNEL find_parts(GLOBAL const IN_t *in, GLOBAL i64 *places, int sign, int omits, i64 lines, i64 length, i64 inner, i64 parts) {
  const i64 i = global_x();
  if (i >= lines * parts) return;
  const i64 line = i % lines;
  const i64 chunk = (length + parts - 1) / parts;
  const i64 from = i / lines * chunk;
  const i64 to = from + chunk < length ? from + chunk : length;
  const i64 start = line / inner * length * inner + line % inner;
  places[i] = extreme_within(in, start + from * inner, start + to * inner, inner, sign, omits);
}

KERNEL find_long_parts(GLOBAL const IN_t *in, GLOBAL i64 *places, int sign, int omits, i64 lines, i64 length, i64 parts) {
  LOCAL i64 found[GROUP];
  const int at = local_x();
  const i64 line = group_x() % lines;
  const i64 chunk = (length + parts - 1) / parts;
  const i64 from = group_x() / lines * chunk;
  const i64 to = from + chunk < length ? from + chunk : length;
  found[at] = extreme_within(in, line * length + from + at, line * length + to, GROUP, sign, omits);
  GROUP_REDUCE(i64, found, more_extreme(in, a, b, sign));
  if (at == 0) places[group_x()] = found[0];
}

DEVICE i64 place_of(GLOBAL const IN_t *in, GLOBAL const i64 *places, i64 line, i64 lines, i64 parts, int sign) {
  i64 place = places[line];
  for (i64 part = 1; part < parts; part++) place = more_extreme(in, place, places[part * lines + line], sign);
  return place;
}

KERNEL finish_value(GLOBAL const IN_t *in, GLOBAL const i64 *places, GLOBAL IN_t *out, int sign, i64 lines, i64 parts) {
  const i64 line = global_x();
  if (line >= lines) return;
  const i64 place = place_of(in, places, line, lines, parts, sign);
  if (place >= 0) out[line] = in[place];
  else IN_put(out, line, (IN_v)((C)INFINITE - (C)INFINITE));
}

KERNEL finish_index(GLOBAL const IN_t *in, GLOBAL const i64 *places, GLOBAL u32 *out, int sign, i64 lines, i64 length, i64 inner, i64 parts) {
  const i64 line = global_x();
  if (line >= lines) return;
  const i64 place = place_of(in, places, line, lines, parts, sign);
  out[line] = (u32)(place / inner % length);
}

#ifdef HAS_FP64
KERNEL finish_range(GLOBAL const IN_t *in, GLOBAL const i64 *smallest, GLOBAL const i64 *largest, GLOBAL double *out, i64 lines, i64 parts) {
  const i64 line = global_x();
  if (line >= lines) return;
  const i64 least = place_of(in, smallest, line, lines, parts, -1);
  const i64 most = place_of(in, largest, line, lines, parts, 1);
  const double zero = 0;
  out[line] = least < 0 ? zero / zero : (double)IN_get(in, most) - (double)IN_get(in, least);
}
#endif
