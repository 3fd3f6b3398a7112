// What an index outside of a line reads, by the modes of interpolation in the order of their list.
#define REFLECT 0
#define MIRROR 1
#define NEAREST 2
#define CONSTANT 3
#define GRID_CONSTANT 4
#define WRAP 5
#define GRID_WRAP 6
#define GRID_MIRROR 7

DEVICE int modulo(int at, int period) {
  const int rest = at % period;
  return rest < 0 ? rest + period : rest;
}

// Index of the pixel that any index reads; -1 where it is cval.
DEVICE int pixel_in(int mode, int at, int extent) {
  if (at >= 0 && at < extent) return at;
  switch (mode) {
    case GRID_CONSTANT: return -1;
    case NEAREST: return at < 0 ? 0 : extent - 1;
    case GRID_WRAP: return modulo(at, extent);
    case REFLECT: case GRID_MIRROR: {
      const int folded = modulo(at, 2 * extent);
      return min(folded, 2 * extent - 1 - folded);
    }
    default: {
      if (extent == 1) return 0;
      const int folded = modulo(at, 2 * extent - 2);
      return min(folded, 2 * extent - 2 - folded);
    }
  }
}
