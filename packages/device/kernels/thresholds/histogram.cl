// How often values occur, counted in a group's own memory where the bins fit there, then in the device's; and what exceeds a threshold.
// LOCAL_BINS is as many bins as a group holds, or 0.

#if LOCAL_BINS
#define COUNT_FROM_GROUPS(bin_of)                                                                \
  LOCAL int group_counts[LOCAL_BINS];                                                            \
  for (int bin = local_x(); bin < bins; bin += group_size_x()) group_counts[bin] = 0;            \
  BARRIER();                                                                                     \
  for (i64 i = global_x(); i < size; i += groups_x() * group_size_x()) {                         \
    const i64 bin = bin_of;                                                                      \
    if (bin >= 0) atomic_add_int(&group_counts[bin], 1);                                         \
  }                                                                                              \
  BARRIER();                                                                                     \
  for (int bin = local_x(); bin < bins; bin += group_size_x()) {                                 \
    if (group_counts[bin] != 0) atomic_add_int(&counts[bin], group_counts[bin]);                 \
  }
#else
#define COUNT_FROM_GROUPS(bin_of)                                                                \
  for (i64 i = global_x(); i < size; i += groups_x() * group_size_x()) {                         \
    const i64 bin = bin_of;                                                                      \
    if (bin >= 0) atomic_add_int(&counts[bin], 1);                                               \
  }
#endif

#if INTEGERS
// One bin for each integer value from the dtype's smallest one on.
KERNEL count_integers(GLOBAL const IN_t *in, GLOBAL int *counts, i64 size, int bins, int least) {
  COUNT_FROM_GROUPS((i64)in[i] - least)
}
#else
// The bin of a value, -1 outside of all: the lower edge belongs to a bin, the last one has both.
DEVICE i64 bin_of(double value, GLOBAL const double *edges, int bins, double per_unit) {
  if (!(value >= edges[0] && value <= edges[bins])) return -1;
  const double guess = floor((value - edges[0]) * per_unit);
  i64 bin = guess < bins - 1 ? (i64)guess : bins - 1;
  while (bin > 0 && value < edges[bin]) bin--;
  while (bin < bins - 1 && value >= edges[bin + 1]) bin++;
  return bin;
}

KERNEL count_in_bins(GLOBAL const IN_t *in, GLOBAL int *counts, GLOBAL const double *edges, i64 size, int bins, double per_unit) {
  COUNT_FROM_GROUPS(bin_of((double)IN_get(in, i), edges, bins, per_unit))
}
#endif
