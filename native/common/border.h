#ifndef OPENHCS_COMMON_BORDER_H
#define OPENHCS_COMMON_BORDER_H

#include <cstdint>
#include <string_view>

#include "call.h"

namespace openhcs {

/** What a filter sees outside of an array, by SciPy's names. */
enum class Border {
  reflect,   // d c b a | a b c d | d c b a
  mirror,    //   d c b | a b c d | c b a
  nearest,   // a a a a | a b c d | d d d d
  wrap,      // a b c d | a b c d | a b c d
  constant,  // k k k k | a b c d | k k k k
};

/** The border of a call's parameter `mode`; `reflect` where it is absent. */
Border border_of(const Call& call);

/** The index in [0, size) that stands for `index`, however far outside; -1 where the constant does. `size` is at least 1. */
inline int64_t source_index(int64_t index, int64_t size, Border border) noexcept {
  if (index >= 0 && index < size) return index;
  switch (border) {
    case Border::constant: return -1;
    case Border::nearest: return index < 0 ? 0 : size - 1;
    case Border::wrap: {
      const int64_t remainder = index % size;
      return remainder < 0 ? remainder + size : remainder;
    }
    case Border::reflect: {
      const int64_t period = 2 * size;
      int64_t folded = index % period;
      if (folded < 0) folded += period;
      return folded < size ? folded : period - 1 - folded;
    }
    case Border::mirror: {
      if (size == 1) return 0;
      const int64_t period = 2 * size - 2;
      int64_t folded = index % period;
      if (folded < 0) folded += period;
      return folded < size ? folded : period - folded;
    }
  }
  return -1;
}

/** Fills line[-before..0) and line[size..size+after) from line[0..size) by the rule of the border. */
template <class T>
void extend_line(T* line, int64_t size, int64_t before, int64_t after, Border border, T constant) noexcept {
  const auto outside = [&](int64_t index) {
    const int64_t source = source_index(index, size, border);
    return source < 0 ? constant : line[source];
  };
  for (int64_t i = -before; i < 0; i++) line[i] = outside(i);
  for (int64_t i = size; i < size + after; i++) line[i] = outside(i);
}

}  // namespace openhcs
#endif
