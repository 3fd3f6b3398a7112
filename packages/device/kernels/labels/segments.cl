// Pixels in ascending order of their labels, and in C order within each: a stable radix sort, 4 bits a pass, in which every item takes a chunk of
// consecutive places. What is not above 0 counts as 0, the background.
#define DIGITS 16

DEVICE u32 label_at(GLOBAL const L_t *labels, i64 i) { return labels[i] > 0 ? (u32)labels[i] : 0; }

DEVICE int digit_at(GLOBAL const L_t *labels, i64 i, int shift) { return (int)(label_at(labels, i) >> shift & (DIGITS - 1)); }

KERNEL find_negative(GLOBAL const L_t *labels, GLOBAL int *found, i64 size) {
  const i64 i = global_x();
  if (i < size && (i64)labels[i] < 0) atomic_or_int(found, 1);
}

// Places of the pixels before any pass.
KERNEL number_pixels(GLOBAL int *order, i64 size) {
  const i64 i = global_x();
  if (i < size) order[i] = (int)i;
}

// How often a chunk has each digit: all chunks' counts of the first digit, then of the next.
KERNEL count_digits(GLOBAL const L_t *labels, GLOBAL const int *order, GLOBAL int *counts, i64 size, i64 chunk, i64 chunks, int shift) {
  const i64 item = global_x();
  if (item >= chunks) return;
  int found[DIGITS];
  for (int digit = 0; digit < DIGITS; digit++) found[digit] = 0;
  const i64 to = (item + 1) * chunk < size ? (item + 1) * chunk : size;
  for (i64 at = item * chunk; at < to; at++) found[digit_at(labels, order[at], shift)]++;
  for (int digit = 0; digit < DIGITS; digit++) counts[digit * chunks + item] = found[digit];
}

// Moves a chunk's pixels to where those of their digit go, from the counts of all before.
KERNEL sort_digits(GLOBAL const L_t *labels, GLOBAL const int *order, GLOBAL int *sorted, GLOBAL const int *before, i64 size, i64 chunk, i64 chunks, int shift) {
  const i64 item = global_x();
  if (item >= chunks) return;
  int next[DIGITS];
  for (int digit = 0; digit < DIGITS; digit++) next[digit] = before[digit * chunks + item];
  const i64 to = (item + 1) * chunk < size ? (item + 1) * chunk : size;
  for (i64 at = item * chunk; at < to; at++) {
    const int pixel = order[at];
    sorted[next[digit_at(labels, pixel, shift)]++] = pixel;
  }
}

// Whether the pixels of a label begin here.
DEVICE int begins_at(GLOBAL const L_t *labels, GLOBAL const int *order, i64 at) {
  const u32 label = label_at(labels, order[at]);
  return label > 0 && (at == 0 || label_at(labels, order[at - 1]) != label);
}

KERNEL count_labels(GLOBAL const L_t *labels, GLOBAL const int *order, GLOBAL int *counts, i64 size, i64 chunk, i64 chunks) {
  const i64 item = global_x();
  if (item >= chunks) return;
  const i64 to = (item + 1) * chunk < size ? (item + 1) * chunk : size;
  int count = 0;
  for (i64 at = item * chunk; at < to; at++) count += begins_at(labels, order, at);
  counts[item] = count;
}

// Where each label's pixels begin in the order, with the end of all behind, and what the label is.
KERNEL find_labels(
  GLOBAL const L_t *labels, GLOBAL const int *order, GLOBAL const int *before, GLOBAL int *starts, GLOBAL u32 *found, i64 size, i64 chunk, i64 chunks
) {
  const i64 item = global_x();
  if (item >= chunks) return;
  const i64 to = (item + 1) * chunk < size ? (item + 1) * chunk : size;
  int next = before[item];
  for (i64 at = item * chunk; at < to; at++) {
    if (!begins_at(labels, order, at)) continue;
    found[next] = label_at(labels, order[at]);
    starts[next++] = (int)at;
  }
  if (item == chunks - 1) starts[next] = (int)size;
}

// Every pixel's number of its label in ascending order, from `offset` on.
KERNEL renumber(GLOBAL const L_t *labels, GLOBAL const int *order, GLOBAL const int *before, GLOBAL u32 *out, i64 size, i64 chunk, i64 chunks, i64 offset) {
  const i64 item = global_x();
  if (item >= chunks) return;
  const i64 to = (item + 1) * chunk < size ? (item + 1) * chunk : size;
  i64 number = before[item] + offset - 1;
  for (i64 at = item * chunk; at < to; at++) {
    const int pixel = order[at];
    number += begins_at(labels, order, at);
    out[pixel] = label_at(labels, pixel) > 0 ? (u32)number : 0;
  }
}

// A copy without the labels of fewer pixels, a group for each label; the background is 0 already.
KERNEL keep_large(GLOBAL const L_t *labels, GLOBAL const int *order, GLOBAL const int *starts, GLOBAL L_t *out, i64 least) {
  const int from = starts[group_x()];
  const int to = starts[group_x() + 1];
  if (to - from < least) return;
  for (i64 at = from + local_x(); at < to; at += group_size_x()) out[order[at]] = labels[order[at]];
}
