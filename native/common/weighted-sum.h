#ifndef OPENHCS_COMMON_WEIGHTED_SUM_H
#define OPENHCS_COMMON_WEIGHTED_SUM_H

#include <cstdint>
#include <utility>

#include "simd.h"

namespace openhcs {

/**
 * out[c] = Σ weights[k] · lines[k][c] for c in [0, length): the one loop of every convolution.
 *
 * Lines of neighbouring rows make a vertical filter, shifted pointers into one line a horizontal one, both together any footprint.
 * Terms are added in the order of k, as the naive sum does, so that infinities and NaNs come out alike. Up to eight lines are
 * summed in registers per sweep; the next eight add to `out`, which is still in the first-level cache for lines of a few thousand.
 */
template <class T>
struct WeightedSum {
  static constexpr int sweep_lines = 8;

  static OPENHCS_INLINE void run(const T* const* lines, const T* weights, int64_t count, T* out, int64_t length) {
    const int64_t first = count % sweep_lines == 0 ? sweep_lines : count % sweep_lines;
    start(lines, weights, first, out, length, std::make_integer_sequence<int, sweep_lines>{});
    for (int64_t k = first; k < count; k += sweep_lines) {
      sweep<true>(lines + k, weights + k, out, length, std::make_integer_sequence<int, sweep_lines>{});
    }
  }

 private:
  template <int... less>
  static OPENHCS_INLINE void start(const T* const* lines, const T* weights, int64_t count, T* out, int64_t length,
                                   std::integer_sequence<int, less...>) {
    ((count == less + 1 ? sweep<false>(lines, weights, out, length, std::make_integer_sequence<int, less + 1>{}) : void()), ...);
  }

  template <bool add, int... k>
  static OPENHCS_INLINE void sweep(const T* const* lines, const T* weights, T* out, int64_t length, std::integer_sequence<int, k...>) {
    const T* const line[] = {lines[k]...};
    const T weight[] = {weights[k]...};
    OPENHCS_VECTORIZE
    for (int64_t c = 0; c < length; c++) {
      T sum = add ? out[c] : T(0);
      ((sum += weight[k] * line[k][c]), ...);
      out[c] = sum;
    }
  }
};

}  // namespace openhcs
#endif
