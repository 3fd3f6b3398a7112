// What is measured of regions, a group for each: the pixels of region r are order[starts[r]] … order[starts[r + 1] - 1]. Sums are made in an order
// that hangs on nothing but the pixels' number.
DEVICE double group_sum(LOCAL_POINTER double *scratch, double value) {
  BARRIER();
  scratch[local_x()] = value;
  GROUP_REDUCE(double, scratch, a + b);
  return scratch[0];
}

// First and last plane, row and column.
KERNEL bound_regions(GLOBAL const int *order, GLOBAL const int *starts, GLOBAL int *bounds, i64 rows, i64 columns) {
  LOCAL int found[6];
  const int at = local_x();
  if (at < 6) found[at] = at < 3 ? 2147483647 : -1;
  BARRIER();
  int low[3] = { 2147483647, 2147483647, 2147483647 };
  int high[3] = { -1, -1, -1 };
  const i64 to = starts[group_x() + 1];
  for (i64 i = starts[group_x()] + at; i < to; i += GROUP) {
    const i64 pixel = order[i];
    const int place[3] = { (int)(pixel / columns / rows), (int)(pixel / columns % rows), (int)(pixel % columns) };
    for (int axis = 0; axis < 3; axis++) {
      if (place[axis] < low[axis]) low[axis] = place[axis];
      if (place[axis] > high[axis]) high[axis] = place[axis];
    }
  }
  for (int axis = 0; axis < 3; axis++) {
    atomic_min_int(&found[axis], low[axis]);
    atomic_max_int(&found[3 + axis], high[axis]);
  }
  BARRIER();
  if (at < 6) bounds[group_x() * 6 + at] = found[at];
}

// The smallest and the largest number, infinite where there is none, and how many are NaN.
KERNEL region_extremes(GLOBAL const W_t *intensity, GLOBAL const int *order, GLOBAL const int *starts, GLOBAL double *extremes) {
  LOCAL double smallest[GROUP];
  LOCAL double largest[GROUP];
  LOCAL double scratch[GROUP];
  const int at = local_x();
  const i64 to = starts[group_x() + 1];
  double least = INFINITE;
  double most = -INFINITE;
  double nans = 0;
  for (i64 i = starts[group_x()] + at; i < to; i += GROUP) {
    const double value = (double)W_get(intensity, order[i]);
    if (value < least) least = value;
    if (value > most) most = value;
    if (value != value) nans++;
  }
  smallest[at] = least;
  largest[at] = most;
  GROUP_REDUCE_PAIR(double, smallest, b < a ? b : a, largest, b > a ? b : a);
  nans = group_sum(scratch, nans);
  if (at > 0) return;
  extremes[group_x() * 3] = smallest[0];
  extremes[group_x() * 3 + 1] = largest[0];
  extremes[group_x() * 3 + 2] = nans;
}

// Moments up to the third power along each of the last AXES axes, about the first pixel of the bounding box, or about the centroid that those give.
#define MOMENTS (AXES == 3 ? 64 : 16)

KERNEL region_moments(
  GLOBAL const W_t *intensity, GLOBAL const int *order, GLOBAL const int *starts, GLOBAL const int *bounds, GLOBAL const double *raw, GLOBAL double *moments,
  i64 rows, i64 columns, int is_weighted, int is_central
) {
  LOCAL double scratch[GROUP];
  const i64 region = group_x();
  GLOBAL const double *known = raw + region * MOMENTS;
  const double plane_at = is_central && AXES == 3 ? known[16 % MOMENTS] / known[0] : 0;
  const double row_at = is_central ? known[4] / known[0] : 0;
  const double column_at = is_central ? known[1] / known[0] : 0;
  double sums[MOMENTS];
  for (int k = 0; k < MOMENTS; k++) sums[k] = 0;
  const i64 to = starts[region + 1];
  for (i64 i = starts[region] + local_x(); i < to; i += GROUP) {
    const i64 pixel = order[i];
    const double plane = (double)(pixel / columns / rows - bounds[region * 6]) - plane_at;
    const double row = (double)(pixel / columns % rows - bounds[region * 6 + 1]) - row_at;
    const double column = (double)(pixel % columns - bounds[region * 6 + 2]) - column_at;
    double z = is_weighted ? (double)W_get(intensity, pixel) : 1;
    int k = 0;
    for (int h = 0; h < MOMENTS / 16; h++) {
      double zy = z;
      for (int power = 0; power < 4; power++) {
        double zyx = zy;
        for (int j = 0; j < 4; j++) {
          sums[k++] += zyx;
          zyx *= column;
        }
        zy *= row;
      }
      z *= plane;
    }
  }
  for (int k = 0; k < MOMENTS; k++) {
    const double sum = group_sum(scratch, sums[k]);
    if (local_x() == 0) moments[region * MOMENTS + k] = sum;
  }
}

// The sum, the squared distances from the mean, and sums weighted by the coordinate along each axis, whose pixels lie `strides` apart.
KERNEL region_statistics(
  GLOBAL const W_t *intensity, GLOBAL const int *order, GLOBAL const int *starts, GLOBAL double *sums, GLOBAL const i64 *strides, GLOBAL const i64 *extents, int rank
) {
  LOCAL double scratch[GROUP];
  const i64 region = group_x();
  const i64 from = starts[region];
  const i64 to = starts[region + 1];
  double sum = 0;
  for (i64 i = from + local_x(); i < to; i += GROUP) sum += (double)W_get(intensity, order[i]);
  sum = group_sum(scratch, sum);
  const double mean = sum / (double)(to - from);
  double squares = 0;
  for (i64 i = from + local_x(); i < to; i += GROUP) {
    const double distance = (double)W_get(intensity, order[i]) - mean;
    squares += distance * distance;
  }
  squares = group_sum(scratch, squares);
  GLOBAL double *out = sums + region * (2 + rank);
  if (local_x() == 0) {
    out[0] = sum;
    out[1] = squares;
  }
  for (int axis = 0; axis < rank; axis++) {
    double weighted = 0;
    for (i64 i = from + local_x(); i < to; i += GROUP) weighted += (double)W_get(intensity, order[i]) * (double)(order[i] / strides[axis] % extents[axis]);
    weighted = group_sum(scratch, weighted);
    if (local_x() == 0) out[2 + axis] = weighted;
  }
}
