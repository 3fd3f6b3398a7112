// Sums of counts up to each of them. GROUP is how many items a group has.
// The sum of values up to each item of a group, itself included.
DEVICE int sum_up_to(LOCAL_POINTER int *sums, int at, int value) {
  sums[at] = value;
  BARRIER();
  for (int step = 1; step < GROUP; step *= 2) {
    const int before = at >= step ? sums[at - step] : 0;
    BARRIER();
    sums[at] += before;
    BARRIER();
  }
  return sums[at];
}

// Of counts makes those of all before, in one group; the total goes behind them.
KERNEL sum_counts(GLOBAL int *counts, i64 count) {
  LOCAL int scratch[GROUP];
  const int at = local_x();
  const i64 each = (count + GROUP - 1) / GROUP;
  const i64 from = at * each;
  const i64 to = from + each < count ? from + each : count;
  int sum = 0;
  for (i64 k = from; k < to; k++) sum += counts[k];
  int before = sum_up_to(scratch, at, sum) - sum;
  for (i64 k = from; k < to; k++) {
    const int own = counts[k];
    counts[k] = before;
    before += own;
  }
  if (at == GROUP - 1) counts[count] = scratch[GROUP - 1];
}
