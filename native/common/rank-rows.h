#ifndef OPENHCS_COMMON_RANK_ROWS_H
#define OPENHCS_COMMON_RANK_ROWS_H

#include <algorithm>
#include <memory>
#include <type_traits>
#include <vector>

#include "running-histogram.h"
#include "selection-network.h"
#include "sorting-network.h"
#include "window.h"

namespace openhcs {

/** Picks the element of one rank from the window around each column of a row. One object per task: it owns its working space. */
template <class Key>
class RowRanker {
 public:
  virtual ~RowRanker() = default;
  /** out[c] for c in [0, length), where `lines[k][c]` is what the window holds at its offset k around column c. */
  virtual void rank(const Key* const* lines, Key* out, int64_t length) = 0;
};

/** What all tasks of a rank filter share, and the choice of the algorithm. */
template <class Key>
class Ranking {
 public:
  Ranking(const Window& window, int64_t rank) : count_(static_cast<int64_t>(window.offsets.size())), rank_(rank) {
    if (has_fixed_network()) return;
    if (count_ <= (countable ? widest_network_of_narrow_keys : widest_network)) {
      network_ = std::make_unique<const SelectionNetwork>(static_cast<int>(count_), static_cast<int>(rank_));
    } else if (countable) {
      find_edges(window);
    }
  }

  std::unique_ptr<RowRanker<Key>> ranker() const {
    if (has_fixed_network()) return fixed_network();
    if (network_ != nullptr) return std::make_unique<ByNetwork>(*network_);
    if constexpr (countable) return std::make_unique<ByHistogram>(*this);
    return std::make_unique<BySelection>(count_, rank_);
  }

 private:
  static constexpr bool countable = sizeof(Key) <= 2;
  // Where the histogram, whose steps grow with the height of a window, overtakes the network, which grows with its area; measured.
  static constexpr int64_t widest_network_of_narrow_keys = sizeof(Key) == 1 ? 121 : 169;
  static constexpr int64_t widest_network = 1024;

  bool has_fixed_network() const noexcept {
    return rank_ == count_ / 2 && (count_ == 3 || count_ == 5 || count_ == 9 || count_ == 25 || count_ == 27);
  }

  std::unique_ptr<RowRanker<Key>> fixed_network() const {
    switch (count_) {
      case 3: return std::make_unique<ByFixedNetwork<3>>();
      case 5: return std::make_unique<ByFixedNetwork<5>>();
      case 9: return std::make_unique<ByFixedNetwork<9>>();
      case 25: return std::make_unique<ByFixedNetwork<25>>();
      default: return std::make_unique<ByFixedNetwork<27>>();
    }
  }

  /** Finds the offsets that enter and leave a window when it moves one column on. Offsets along a row follow each other. */
  void find_edges(const Window& window) {
    const auto continues = [&](std::size_t k) {
      if (k == 0 || k == window.offsets.size()) return false;
      Offset next = window.offsets[k - 1];
      next[static_cast<std::size_t>(window.rank - 1)]++;
      return next == window.offsets[k];
    };
    for (std::size_t k = 0; k < window.offsets.size(); k++) {
      if (!continues(k)) leaving_.push_back(k);
      if (!continues(k + 1)) entering_.push_back(k);
    }
  }

  template <int n>
  struct ByFixedNetwork final : RowRanker<Key> {
    void rank(const Key* const* lines, Key* out, int64_t length) override { simd<MedianOfLines<Key, n>>(lines, out, length); }
  };

  struct ByNetwork final : RowRanker<Key> {
    explicit ByNetwork(const SelectionNetwork& network) : network_(network), held_(network.count() * SelectFromLines<Key>::block) {}
    void rank(const Key* const* lines, Key* out, int64_t length) override {
      const auto& steps = network_.steps();
      simd<SelectFromLines<Key>>(steps.data(), static_cast<int64_t>(steps.size()), network_.count(), network_.rank(), lines, held_.data(), out, length);
    }
    const SelectionNetwork& network_;
    Scratch<Key> held_;
  };

  struct BySelection final : RowRanker<Key> {
    BySelection(int64_t count, int64_t rank) : held_(static_cast<std::size_t>(count)), rank_(rank) {}
    void rank(const Key* const* lines, Key* out, int64_t length) override {
      for (int64_t c = 0; c < length; c++) {
        for (std::size_t k = 0; k < held_.size(); k++) held_[k] = lines[k][c];
        std::nth_element(held_.begin(), held_.begin() + rank_, held_.end());
        out[c] = held_[static_cast<std::size_t>(rank_)];
      }
    }
    std::vector<Key> held_;
    int64_t rank_;
  };

  struct ByHistogram final : RowRanker<Key> {
    explicit ByHistogram(const Ranking& ranking) : ranking_(ranking) {}
    void rank(const Key* const* lines, Key* out, int64_t length) override {
      const auto rank = static_cast<int32_t>(ranking_.rank_);
      for (int64_t k = 0; k < ranking_.count_; k++) histogram_.enter(lines[k][0]);
      out[0] = histogram_.at(rank);
      for (int64_t c = 1; c < length; c++) {
        for (const std::size_t k : ranking_.leaving_) histogram_.leave(lines[k][c - 1]);
        for (const std::size_t k : ranking_.entering_) histogram_.enter(lines[k][c]);
        out[c] = histogram_.at(rank);
      }
      for (int64_t k = 0; k < ranking_.count_; k++) histogram_.leave(lines[k][length - 1]);
    }
    const Ranking& ranking_;
    RunningHistogram<std::conditional_t<countable, Key, uint8_t>> histogram_;
  };

  int64_t count_, rank_;
  std::unique_ptr<const SelectionNetwork> network_;
  std::vector<std::size_t> entering_, leaving_;
};

}  // namespace openhcs
#endif
