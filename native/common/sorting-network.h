#ifndef OPENHCS_COMMON_SORTING_NETWORK_H
#define OPENHCS_COMMON_SORTING_NETWORK_H

#include <array>
#include <cstdint>
#include <utility>

#include "simd.h"

namespace openhcs {

struct Comparator {
  int low, high;
};

/** Batcher's merge exchange (Knuth, The Art of Computer Programming 3, algorithm 5.2.2 M) for n elements. Returns how many comparators. */
constexpr int merge_exchange(int n, Comparator* out) {
  int count = 0, top = 1;
  while (2 * top < n) top *= 2;
  for (int p = top; p > 0; p /= 2) {
    int q = top, r = 0, d = p;
    for (;;) {
      for (int i = 0; i < n - d; i++) {
        if ((i & p) != r) continue;
        if (out != nullptr) out[count] = {i, i + d};
        count++;
      }
      if (q == p) break;
      d = q - p;
      q /= 2;
      r = p;
    }
  }
  return count;
}

template <int n>
constexpr auto sorting_network() {
  std::array<Comparator, static_cast<std::size_t>(merge_exchange(n, nullptr))> network{};
  merge_exchange(n, network.data());
  return network;
}

/**
 * out[c] = the element of rank `n / 2` of lines[0][c] … lines[n-1][c], for c in [0, length) and unsigned integers.
 *
 * Sorts all lines column by column with minima and maxima alone, hence in vector registers; the compiler drops the comparators
 * whose results nobody reads, about a third.
 */
template <class Key, int n>
struct MedianOfLines {
  static OPENHCS_INLINE void run(const Key* const* lines, Key* out, int64_t length) {
    sweep(lines, out, length, std::make_index_sequence<n>{}, std::make_index_sequence<network.size()>{});
  }

 private:
  static constexpr auto network = sorting_network<n>();

  template <std::size_t... k, std::size_t... step>
  static OPENHCS_INLINE void sweep(const Key* const* lines, Key* out, int64_t length, std::index_sequence<k...>, std::index_sequence<step...>) {
    const Key* const line[] = {lines[k]...};
    OPENHCS_VECTORIZE
    for (int64_t c = 0; c < length; c++) {
      Key value[] = {line[k][c]...};
      (exchange(value[network[step].low], value[network[step].high]), ...);
      out[c] = value[n / 2];
    }
  }

  static OPENHCS_INLINE void exchange(Key& low, Key& high) {
    const Key smaller = low < high ? low : high;
    high = low < high ? high : low;
    low = smaller;
  }
};

}  // namespace openhcs
#endif
