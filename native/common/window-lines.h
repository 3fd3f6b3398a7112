#ifndef OPENHCS_COMMON_WINDOW_LINES_H
#define OPENHCS_COMMON_WINDOW_LINES_H

#include <algorithm>
#include <vector>

#include "border.h"
#include "scratch.h"
#include "window.h"

namespace openhcs {

/**
 * The lines (along the last axis) of an array that a window sees around one strip of neighbouring lines, extended beyond both ends.
 *
 * An array of rank below 2 is a plane of one line; of rank above 2 a stack of planes, in which a strip stays within one plane.
 * For every offset of the window there is a pointer such that pointer[c] is what the window sees there at column c, border and all.
 */
template <class T>
class WindowLines {
 public:
  WindowLines(const Array& array, const Window& window, Border border, T constant)
      : rank_(array.rank()), border_(border), constant_(constant), columns_(rank_ > 0 ? array.shape(rank_ - 1) : 1),
        rows_(rank_ > 1 ? array.shape(rank_ - 2) : 1), planes_(array.extent(0, std::max(0, rank_ - 2))), offsets_(window.offsets) {
    for (int axis = 0; axis < rank_; axis++) shape_[axis] = array.shape(axis);
    if (rank_ > 0) left_ = window.before[rank_ - 1], right_ = window.after[rank_ - 1];
    if (rank_ > 1) above_ = window.before[rank_ - 2], below_ = window.after[rank_ - 2];
    for (const Offset& offset : offsets_) {
      Offset plane = offset;
      for (int axis = std::max(0, rank_ - 2); axis < OPENHCS_MAX_RANK; axis++) plane[axis] = 0;
      // Offsets come in C order, so that those of one plane follow each other.
      if (neighbours_.empty() || neighbours_.back() != plane) neighbours_.push_back(plane);
      plane_of_offset_.push_back(static_cast<int64_t>(neighbours_.size()) - 1);
    }
    stride_ = (columns_ + left_ + right_ + 63) / 64 * 64;
  }

  int64_t columns() const noexcept { return columns_; }
  int64_t rows() const noexcept { return rows_; }
  int64_t planes() const noexcept { return planes_; }
  std::size_t count() const noexcept { return offsets_.size(); }

  /** Elements of working space for a strip of so many rows; `Failure` where that is beyond reason, for memory is only refused when it is too late. */
  int64_t space(int64_t rows) const {
    constexpr double most_bytes = 1 << 30;
    const double bytes = static_cast<double>(neighbours_.size()) * static_cast<double>(rows + above_ + below_) * static_cast<double>(stride_) * sizeof(T);
    if (bytes > most_bytes) throw Failure(OPENHCS_OUT_OF_MEMORY, "a window that reaches over %.0f bytes of working space", bytes);
    return static_cast<int64_t>(neighbours_.size()) * (rows + above_ + below_) * stride_;
  }

  /** Loads what the rows [first, last) of a plane see. `read(line, out)` reads the line of that number, among all lines of the array. */
  template <class Read>
  void load(Scratch<T>& space, int64_t plane, int64_t first, int64_t last, Read&& read) const {
    const int64_t held = last - first + above_ + below_;
    for (std::size_t n = 0; n < neighbours_.size(); n++) {
      const int64_t source_plane = neighbour(plane, neighbours_[n]);
      for (int64_t i = 0; i < held; i++) {
        T* line = &space[(static_cast<int64_t>(n) * held + i) * stride_ + left_];
        const int64_t row = source_index(first - above_ + i, rows_, border_);
        if (source_plane < 0 || row < 0) {
          std::fill_n(line - left_, left_ + columns_ + right_, constant_);
        } else {
          read(source_plane * rows_ + row, line);
          extend_line(line, columns_, left_, right_, border_, constant_);
        }
      }
    }
  }

  /** The pointers for one row of a strip that was loaded from row `first` to `last`, in the order of the window's offsets. */
  void around(Scratch<T>& space, int64_t first, int64_t last, int64_t row, const T** pointers) const noexcept {
    const int64_t held = last - first + above_ + below_;
    for (std::size_t k = 0; k < offsets_.size(); k++) {
      const int64_t dy = rank_ > 1 ? offsets_[k][rank_ - 2] : 0;
      const int64_t dx = rank_ > 0 ? offsets_[k][rank_ - 1] : 0;
      pointers[k] = &space[(plane_of_offset_[k] * held + row - first + above_ + dy) * stride_ + left_ + dx];
    }
  }

 private:
  /** The number of the plane at an offset from another, -1 where the constant stands outside. */
  int64_t neighbour(int64_t plane, const Offset& offset) const noexcept {
    int64_t number = 0, scale = 1;
    for (int axis = rank_ - 3; axis >= 0; axis--) {
      const int64_t source = source_index(plane % shape_[axis] + offset[axis], shape_[axis], border_);
      if (source < 0) return -1;
      number += source * scale;
      scale *= shape_[axis];
      plane /= shape_[axis];
    }
    return number;
  }

  int rank_;
  Border border_;
  T constant_;
  int64_t columns_, rows_, planes_;
  std::vector<Offset> offsets_;
  Offset shape_{};
  int64_t left_ = 0, right_ = 0, above_ = 0, below_ = 0, stride_ = 0;
  std::vector<Offset> neighbours_;
  std::vector<int64_t> plane_of_offset_;
};

}  // namespace openhcs
#endif
