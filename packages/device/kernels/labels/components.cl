// What becomes of components by what is known of each: `parents` are their first pixels, -1 outside of all, and there is one place more, for that.
DEVICE i64 component_at(GLOBAL const int *parents, i64 i, i64 size) { return parents[i] < 0 ? size : parents[i]; }

// Pixels of each component; an item adds up a chunk of pixels, which are mostly of one.
KERNEL count_pixels(GLOBAL const int *parents, GLOBAL int *counts, i64 size, i64 chunk) {
  const i64 from = global_x() * chunk;
  const i64 to = from + chunk < size ? from + chunk : size;
  if (from >= to) return;
  i64 current = component_at(parents, from, size);
  int count = 0;
  for (i64 i = from; i < to; i++) {
    const i64 component = component_at(parents, i, size);
    if (component != current) {
      atomic_add_int(&counts[current], count);
      current = component;
      count = 0;
    }
    count++;
  }
  atomic_add_int(&counts[current], count);
}

// 1 where a component has at least so many pixels; or, of the background's components, everywhere else.
KERNEL keep_components(GLOBAL const int *parents, GLOBAL const int *counts, GLOBAL u8 *mask, i64 size, i64 least, int is_background) {
  const i64 i = global_x();
  if (i >= size) return;
  const int is_large = parents[i] >= 0 && counts[parents[i]] >= least;
  mask[i] = (u8)(is_background ? !is_large : is_large);
}

// Marks the components with pixels at most `margin` away from the outermost along some axis.
KERNEL mark_border(GLOBAL const int *parents, GLOBAL int *marks, GLOBAL const int *extents, int rank, i64 size, i64 margin) {
  const i64 i = global_x();
  if (i >= size) return;
  i64 rest = i;
  int is_near = 0;
  for (int axis = rank - 1; axis >= 0; axis--) {
    const i64 position = rest % extents[axis];
    rest /= extents[axis];
    if (position <= margin || position >= extents[axis] - 1 - margin) is_near = 1;
  }
  if (is_near) atomic_or_int(&marks[component_at(parents, i, size)], 1);
}

// Marks the components with pixels that a mask leaves out.
KERNEL mark_outside(GLOBAL const int *parents, GLOBAL int *marks, GLOBAL const MASK_t *inside, i64 size) {
  const i64 i = global_x();
  if (i < size && !(MASK_get(inside, i) != 0)) atomic_or_int(&marks[component_at(parents, i, size)], 1);
}

KERNEL clear_marked(GLOBAL const int *parents, GLOBAL const int *marks, GLOBAL const IN_t *in, GLOBAL IN_t *out, i64 size, i64 cleared) {
  const i64 i = global_x();
  if (i < size) out[i] = marks[component_at(parents, i, size)] != 0 ? (IN_t)cleared : in[i];
}

// The foreground, and what of the background is in no marked component.
KERNEL fill_unmarked(GLOBAL const int *parents, GLOBAL const int *marks, GLOBAL u8 *mask, i64 size) {
  const i64 i = global_x();
  if (i < size) mask[i] = (u8)(parents[i] < 0 || marks[parents[i]] == 0);
}
