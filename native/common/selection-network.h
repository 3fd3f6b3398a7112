#ifndef OPENHCS_COMMON_SELECTION_NETWORK_H
#define OPENHCS_COMMON_SELECTION_NETWORK_H

#include <algorithm>
#include <cstdint>
#include <vector>

#include "scratch.h"
#include "simd.h"
#include "sorting-network.h"

namespace openhcs {

/** A sorting network for any number of elements, cut down to what the element of one rank depends on. */
class SelectionNetwork {
 public:
  struct Step {
    int32_t low, high;
    bool keeps_low, keeps_high;  // whether anybody reads the result
  };

  SelectionNetwork(int count, int rank) : count_(count), rank_(rank) {
    std::vector<Comparator> sorting(static_cast<std::size_t>(merge_exchange(count, nullptr)));
    merge_exchange(count, sorting.data());
    std::vector<bool> read(static_cast<std::size_t>(count));
    read[static_cast<std::size_t>(rank)] = true;
    for (auto comparator = sorting.rbegin(); comparator != sorting.rend(); ++comparator) {
      const auto low = static_cast<std::size_t>(comparator->low), high = static_cast<std::size_t>(comparator->high);
      if (!read[low] && !read[high]) continue;
      steps_.push_back({comparator->low, comparator->high, read[low], read[high]});
      read[low] = read[high] = true;
    }
    std::reverse(steps_.begin(), steps_.end());
  }

  int64_t count() const noexcept { return count_; }
  int64_t rank() const noexcept { return rank_; }
  const std::vector<Step>& steps() const noexcept { return steps_; }

 private:
  int64_t count_, rank_;
  std::vector<Step> steps_;
};

/**
 * out[c] = the element of the network's rank of lines[0][c] … lines[count-1][c], for c in [0, length) and unsigned integers.
 *
 * `held` has room for `count` blocks of `block` elements; the smaller they are, the nearer the cache they lie.
 */
template <class Key>
struct SelectFromLines {
  static constexpr int64_t block = 128 / sizeof(Key);

  static OPENHCS_INLINE void run(const SelectionNetwork::Step* steps, int64_t step_count, int64_t count, int64_t rank, const Key* const* lines, Key* held,
                                 Key* out, int64_t length) {
    for (int64_t column = 0; column < length; column += block) {
      const int64_t width = length - column < block ? length - column : block;
      for (int64_t k = 0; k < count; k++) copy(lines[k] + column, held + k * block, width);
      for (int64_t s = 0; s < step_count; s++) exchange(held + steps[s].low * block, held + steps[s].high * block, steps[s].keeps_low, steps[s].keeps_high);
      copy(held + rank * block, out + column, width);
    }
  }

 private:
  static OPENHCS_INLINE void copy(const Key* in, Key* out, int64_t width) {
    for (int64_t c = 0; c < width; c++) out[c] = in[c];
  }

  static OPENHCS_INLINE void exchange(Key* low, Key* high, bool keeps_low, bool keeps_high) {
    if (!keeps_high) {
      OPENHCS_VECTORIZE
      for (int64_t c = 0; c < block; c++) low[c] = low[c] < high[c] ? low[c] : high[c];
    } else if (!keeps_low) {
      OPENHCS_VECTORIZE
      for (int64_t c = 0; c < block; c++) high[c] = low[c] < high[c] ? high[c] : low[c];
    } else {
      OPENHCS_VECTORIZE
      for (int64_t c = 0; c < block; c++) {
        const Key smaller = low[c] < high[c] ? low[c] : high[c];
        high[c] = low[c] < high[c] ? high[c] : low[c];
        low[c] = smaller;
      }
    }
  }
};

}  // namespace openhcs
#endif
