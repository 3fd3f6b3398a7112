// Folds of the values along an axis, one after another in double precision as the reference folds them.
#define MAX 0
#define MIN 1
#define SUM 2
#define MEAN 3
#define VARIANCE 4
#define DEVIATION 5

KERNEL project(GLOBAL const IN_t *in, GLOBAL OUT_t *out, int method, i64 lines, i64 extent, i64 inner) {
  const i64 i = global_x();
  if (i >= lines) return;
  const i64 start = i / inner * extent * inner + i % inner;
  double sum = 0;
  if (method <= MIN) {
    sum = (double)IN_get(in, start);
    for (i64 k = 1; k < extent && sum == sum; k++) {
      const double value = (double)IN_get(in, start + k * inner);
      if (value != value || (method == MAX ? value > sum : value < sum)) sum = value;
    }
  } else {
    for (i64 k = 0; k < extent; k++) sum += (double)IN_get(in, start + k * inner);
  }
  if (method >= MEAN) sum /= (double)extent;
  if (method >= VARIANCE) {
    const double mean = sum;
    sum = 0;
    for (i64 k = 0; k < extent; k++) {
      const double distance = (double)IN_get(in, start + k * inner) - mean;
      sum += distance * distance;
    }
    sum /= (double)extent;
    if (method == DEVIATION) sum = sqrt(sum);
  }
  put_truncated(out, i, sum);
}
