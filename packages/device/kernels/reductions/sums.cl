// Sums of lines in two stages: of parts of each line, then of the parts. A line's elements lie `inner` apart, as many lines beside each other.

// What is added up of an element: itself, the square of its distance from the line's mean, or 1 where it is not 0.
#define VALUES 0
#define SQUARES 1
#define MARKS 2

DEVICE double term_of(int term, double value, double mean) {
  if (term == MARKS) return value != 0 ? 1 : 0;
  return term == VALUES ? value : (value - mean) * (value - mean);
}

// An item per part of a line, for lines side by side and short ones.
KERNEL sum_parts(
  GLOBAL const IN_t *in, GLOBAL const double *means, GLOBAL double *sums, GLOBAL double *counts,
  int term, int omits, i64 lines, i64 length, i64 inner, i64 parts
) {
  const i64 i = global_x();
  if (i >= lines * parts) return;
  const i64 line = i % lines;
  const i64 chunk = (length + parts - 1) / parts;
  const i64 from = i / lines * chunk;
  const i64 to = from + chunk < length ? from + chunk : length;
  const i64 start = line / inner * length * inner + line % inner;
  const double mean = term == SQUARES ? means[line] : 0;
  double sum = 0;
  double count = 0;
  for (i64 k = from; k < to; k++) {
    const double value = (double)IN_get(in, start + k * inner);
    if (omits && value != value) continue;
    sum += term_of(term, value, mean);
    count++;
  }
  sums[i] = sum;
  counts[i] = count;
}

// A group per part of a line of consecutive elements.
KERNEL sum_long_parts(
  GLOBAL const IN_t *in, GLOBAL const double *means, GLOBAL double *sums, GLOBAL double *counts,
  int term, int omits, i64 lines, i64 length, i64 parts
) {
  LOCAL double group_sums[GROUP];
  LOCAL double group_counts[GROUP];
  const int at = local_x();
  const i64 line = group_x() % lines;
  const i64 chunk = (length + parts - 1) / parts;
  const i64 from = group_x() / lines * chunk;
  const i64 to = from + chunk < length ? from + chunk : length;
  const double mean = term == SQUARES ? means[line] : 0;
  double sum = 0;
  double count = 0;
  for (i64 k = from + at; k < to; k += GROUP) {
    const double value = (double)IN_get(in, line * length + k);
    if (omits && value != value) continue;
    sum += term_of(term, value, mean);
    count++;
  }
  group_sums[at] = sum;
  group_counts[at] = count;
  GROUP_REDUCE_PAIR(double, group_sums, a + b, group_counts, a + b);
  if (at == 0) {
    sums[group_x()] = group_sums[0];
    counts[group_x()] = group_counts[0];
  }
}

DEVICE double total_of(GLOBAL const double *parts_of, i64 line, i64 lines, i64 parts) {
  double total = 0;
  for (i64 part = 0; part < parts; part++) total += parts_of[part * lines + line];
  return total;
}

KERNEL finish_sum(GLOBAL const double *sums, GLOBAL double *out, i64 lines, i64 parts) {
  const i64 line = global_x();
  if (line < lines) out[line] = total_of(sums, line, lines, parts);
}

KERNEL finish_mean(GLOBAL const double *sums, GLOBAL const double *counts, GLOBAL double *out, i64 lines, i64 parts) {
  const i64 line = global_x();
  if (line < lines) out[line] = total_of(sums, line, lines, parts) / total_of(counts, line, lines, parts);
}

KERNEL finish_variance(GLOBAL const double *sums, GLOBAL const double *counts, GLOBAL double *out, i64 lines, i64 parts, double ddof, int omits, int is_root) {
  const i64 line = global_x();
  if (line >= lines) return;
  const double freedom = total_of(counts, line, lines, parts) - ddof;
  const double sum = total_of(sums, line, lines, parts);
  const double zero = 0;
  const double variance = omits && freedom <= 0 ? zero / zero : sum / (freedom > 0 ? freedom : zero);
  out[line] = is_root ? sqrt(variance) : variance;
}

KERNEL finish_count(GLOBAL const double *sums, GLOBAL u32 *out, i64 lines, i64 parts) {
  const i64 line = global_x();
  if (line < lines) out[line] = (u32)total_of(sums, line, lines, parts);
}

// Whether at least so many elements of each line are marked.
KERNEL finish_marks(GLOBAL const double *sums, GLOBAL u8 *out, i64 lines, i64 parts, double least) {
  const i64 line = global_x();
  if (line < lines) out[line] = total_of(sums, line, lines, parts) >= least ? 1 : 0;
}
