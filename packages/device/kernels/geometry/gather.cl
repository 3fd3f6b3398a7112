// An array whose every axis reads chosen positions along one axis of another array. `axes` holds extent, stride and first read of each
// axis of the result, and after these the reads, -1 for a position outside; what is outside has the bits `high` and `low`.
KERNEL gather_elements(GLOBAL const E_t *in, GLOBAL E_t *out, GLOBAL const i32 *axes, int rank, int size, int high, int low) {
  const i64 i = global_x();
  if (i >= size) return;
  int rest = (int)i;
  int from = 0;
  for (int axis = rank - 1; axis >= 0 && from >= 0; axis--) {
    const int extent = axes[3 * axis];
    const int at = axes[axes[3 * axis + 2] + rest % extent];
    rest /= extent;
    from = at < 0 ? -1 : from + at * axes[3 * axis + 1];
  }
  E_put(out, i, from < 0 ? (E_v)(((u64)(u32)high << 32) | (u64)(u32)low) : E_get(in, from));
}
