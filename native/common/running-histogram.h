#ifndef OPENHCS_COMMON_RUNNING_HISTOGRAM_H
#define OPENHCS_COMMON_RUNNING_HISTOGRAM_H

#include <cstdint>
#include <vector>

namespace openhcs {

/**
 * A histogram of 8- or 16-bit keys that elements enter and leave, and that follows one rank.
 *
 * After T. S. Huang, G. J. Yang and G. Y. Tang, "A fast two-dimensional median filtering algorithm", 1979: the key of the rank moves
 * little from one window to the next. A second, coarser histogram lets it leap over the empty stretches of 16-bit data.
 */
template <class Key>
class RunningHistogram {
 public:
  RunningHistogram() : fine_(std::size_t{1} << bits), coarse_(std::size_t{1} << (bits - shift)) {}

  void enter(Key key) noexcept { add(key, 1); }
  void leave(Key key) noexcept { add(key, -1); }

  /** The key of the element that has exactly `rank` others before it. There must be more than `rank` elements. */
  Key at(int32_t rank) noexcept {
    while (below_ > rank) {
      if ((current_ & mask) == 0) {
        while (below_ - coarse_[(current_ >> shift) - 1] > rank) {
          current_ -= 1u << shift;
          below_ -= coarse_[current_ >> shift];
        }
      }
      below_ -= fine_[--current_];
    }
    while (below_ + fine_[current_] <= rank) {
      below_ += fine_[current_++];
      while ((current_ & mask) == 0 && below_ + coarse_[current_ >> shift] <= rank) {
        below_ += coarse_[current_ >> shift];
        current_ += 1u << shift;
      }
    }
    return static_cast<Key>(current_);
  }

 private:
  static constexpr int bits = 8 * sizeof(Key);
  static constexpr int shift = bits / 2;
  static constexpr uint32_t mask = (1u << shift) - 1;

  void add(Key key, int32_t count) noexcept {
    fine_[key] += count;
    coarse_[key >> shift] += count;
    if (key < current_) below_ += count;
  }

  std::vector<int32_t> fine_, coarse_;
  uint32_t current_ = 0;
  int32_t below_ = 0;  // elements of keys before the current one
};

}  // namespace openhcs
#endif
