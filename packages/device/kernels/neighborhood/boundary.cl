// What an index outside of a line reads. The numbers of the modes are their places in the list of boundary modes:
// reflect, constant, nearest, mirror, wrap.

DEVICE int boundary_modulo(int index, int period) {
  const int rest = index % period;
  return rest < 0 ? rest + period : rest;
}

// The index in [0, extent) that any index reads, however far out; -1 where nothing is read.
DEVICE int boundary_index(int mode, int index, int extent) {
  if (index >= 0 && index < extent) return index;
  if (mode == 1) return -1;
  if (mode == 2) return index < 0 ? 0 : extent - 1;
  if (mode == 4) return boundary_modulo(index, extent);
  if (extent == 1) return 0;
  const int last = mode == 0 ? 2 * extent - 1 : 2 * extent - 2;
  const int at = boundary_modulo(index, mode == 0 ? 2 * extent : 2 * extent - 2);
  return at < last - at ? at : last - at;
}

// Division of what is not negative, in 32 bits where both fit: devices divide those much faster.
DEVICE i64 quotient(i64 a, i64 b) { return ((a | b) >> 32) == 0 ? (i64)((u32)a / (u32)b) : a / b; }
