// Elements of planes by their place in order, by radix selection over keys that are ordered as the elements are: from the highest byte on, each pass
// counts the next byte of those elements that share the bytes found so far. NaN come last, and -0 is 0.

DEVICE KEY_t key_at(GLOBAL const IN_t *in, i64 i) {
  const IN_v value = IN_get(in, i);
#if KEY_FLOAT == 64
  if (value != value) return ~(KEY_t)0;
  const u64 bits = double_to_bits(value == 0 ? 0 : value);
  return bits >> 63 ? ~bits : bits | (KEY_t)1 << 63;
#elif KEY_FLOAT == 32
  if (value != value) return ~(KEY_t)0;
  const u32 bits = float_to_bits(value == 0 ? 0 : value);
  return bits >> 31 ? ~bits : bits | (KEY_t)1 << 31;
#else
  return (KEY_t)((i64)value - LEAST);
#endif
}

DEVICE double number_of(KEY_t key) {
#if KEY_FLOAT == 64
  return bits_to_double(key >> 63 ? key ^ (KEY_t)1 << 63 : ~key);
#elif KEY_FLOAT == 32
  return (double)bits_to_float(key >> 31 ? key ^ (KEY_t)1 << 31 : ~key);
#else
  return (double)((i64)key + LEAST);
#endif
}

// Whether an earlier place of a plane shares the bytes found so far, and so the counts.
DEVICE int owner_of(GLOBAL const KEY_t *found, int place) {
  for (int earlier = 0; earlier < place; earlier++) {
    if (found[earlier] == found[place]) return earlier;
  }
  return place;
}

// Groups of a plane follow each other; `shift` is where the byte of this pass begins, `found` what is known of the key of each place.
KERNEL count_bytes(GLOBAL const IN_t *in, GLOBAL const KEY_t *found, GLOBAL int *counts, i64 size, i64 groups, int places, int shift) {
  LOCAL int group_counts[PLACES * 256];
  LOCAL int owns[PLACES];
  const i64 plane = group_x() / groups;
  GLOBAL const KEY_t *prefixes = found + plane * places;
  for (int bin = local_x(); bin < places * 256; bin += GROUP) group_counts[bin] = 0;
  if (local_x() < places) owns[local_x()] = owner_of(prefixes, local_x()) == local_x();
  BARRIER();
  for (i64 i = group_x() % groups * GROUP + local_x(); i < size; i += groups * GROUP) {
    const KEY_t key = key_at(in, plane * size + i);
    for (int place = 0; place < places; place++) {
      // What is above this byte, in two steps: a shift by all bits has no meaning.
      if (owns[place] && (key ^ prefixes[place]) >> shift >> 8 == 0) atomic_add_int(&group_counts[place * 256 + (int)(key >> shift & 255)], 1);
    }
  }
  BARRIER();
  for (int bin = local_x(); bin < places * 256; bin += GROUP) {
    if (group_counts[bin] != 0) atomic_add_int(&counts[plane * places * 256 + bin], group_counts[bin]);
  }
}

// Takes for each place the byte that it lies in, and counts its rank from there.
KERNEL narrow(GLOBAL const KEY_t *found, GLOBAL KEY_t *narrowed, GLOBAL int *ranks, GLOBAL const int *counts, i64 planes, int places, int shift) {
  const i64 i = global_x();
  if (i >= planes * places) return;
  const i64 plane = i / places;
  GLOBAL const int *bytes = counts + (plane * places + owner_of(found + plane * places, (int)(i % places))) * 256;
  int rank = ranks[i];
  int byte = 0;
  while (byte < 255 && rank >= bytes[byte]) {
    rank -= bytes[byte];
    byte++;
  }
  ranks[i] = rank;
  narrowed[i] = found[i] | (KEY_t)byte << shift;
}

KERNEL numbers_of_keys(GLOBAL const KEY_t *found, GLOBAL double *numbers, i64 count) {
  const i64 i = global_x();
  if (i < count) numbers[i] = number_of(found[i]);
}
