#ifndef OPENHCS_COMMON_REDUCTION_H
#define OPENHCS_COMMON_REDUCTION_H

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "call.h"
#include "scratch.h"

namespace openhcs {

/**
 * How an array folds over a set of axes, with axes of length 1 left out and neighbours of one kind merged.
 *
 * The array is walked in pieces of consecutive elements: lines that fold into one result, where the last axis is folded, else rows
 * whose every element belongs to a result of its own.
 */
struct Reduction {
  bool lines;          // the last merged axis is folded
  int64_t width;       // consecutive elements per piece: folded together (lines) or side by side (rows)
  int64_t results;     // elements of the output
  int64_t folded;      // elements per result
  std::vector<int64_t> kept_sizes, kept_strides, folded_sizes, folded_strides;  // of the axes other than the consecutive one

  /** Not for empty arrays. */
  int64_t pieces() const noexcept { return lines ? folded / width : folded; }
  /** Where the first piece of a group begins: of result `group` (lines), or of the results from group · width on (rows). */
  int64_t group_offset(int64_t group) const noexcept { return offset(group, kept_sizes, kept_strides); }
  int64_t piece_offset(int64_t piece) const noexcept { return offset(piece, folded_sizes, folded_strides); }

 private:
  static int64_t offset(int64_t number, const std::vector<int64_t>& sizes, const std::vector<int64_t>& strides) noexcept {
    int64_t sum = 0;
    for (std::size_t axis = sizes.size(); axis-- > 0; number /= sizes[axis]) sum += number % sizes[axis] * strides[axis];
    return sum;
  }
};

/** The reduction of input 0 over the parameter `axes` (all where absent); the output must have one element per result. */
Reduction reduction_of(const Call& call);

/** How a reduction is cut into tasks: results side by side into units, and the long fold of a unit into parts, merged in order. */
struct Cutting {
  int64_t side;             // results per unit
  int64_t units;
  int64_t units_per_group;  // rows: units that share a group's rows
  int64_t step;             // lines: elements of a line at once; rows: rows per part
  int64_t cuts_per_line;
  int64_t cuts_per_part;    // lines: cuts that one task takes
  int64_t parts;            // per unit

  /** The first result of a unit, and how many there are. */
  std::pair<int64_t, int64_t> results_of(int64_t unit, const Reduction& shape) const noexcept {
    if (shape.lines) return {unit * side, std::min(side, shape.results - unit * side)};
    const int64_t left = unit % units_per_group * side;
    return {unit / units_per_group * shape.width + left, std::min(side, shape.width - left)};
  }
};

/** Depends on the shape alone, so that sums do not depend on the number of threads. Not for empty arrays. */
Cutting cut(const Reduction& shape);

/**
 * Folds input 0 and hands every result's state to `finish(result, state)`, on several threads and in no order.
 *
 * A `Fold` has `State start(result)`, `line(State&, const T*, count, index)` for elements that all belong to one state,
 * `row(State*, const T*, count, index)` for one element for each state, and `merge(State&, const State&)`; `index` counts folded elements.
 */
template <class T, class Fold, class Finish>
void reduce(const Call& call, const Reduction& shape, const Fold& fold, Finish&& finish) {
  using State = typename Fold::State;
  if (shape.folded == 0) {
    for (int64_t result = 0; result < shape.results; result++) finish(result, fold.start(result));
  }
  if (shape.folded == 0 || shape.results == 0) return;
  const T* data = call.input(0).data<T>();
  const Cutting cutting = cut(shape);

  const auto fold_lines = [&](int64_t unit, int64_t part, State* states) {
    const auto [first, count] = cutting.results_of(unit, shape);
    const int64_t end = std::min(shape.pieces() * cutting.cuts_per_line, (part + 1) * cutting.cuts_per_part);
    for (int64_t result = first; result < first + count; result++) {
      State& state = states[result - first] = fold.start(result);
      const T* group = data + shape.group_offset(result);
      for (int64_t cut = part * cutting.cuts_per_part; cut < end; cut++) {
        const int64_t piece = cut / cutting.cuts_per_line, at = cut % cutting.cuts_per_line * cutting.step;
        fold.line(state, group + shape.piece_offset(piece) + at, std::min(cutting.step, shape.width - at), piece * shape.width + at);
      }
    }
  };
  const auto fold_rows = [&](int64_t unit, int64_t part, State* states) {
    const auto [first, count] = cutting.results_of(unit, shape);
    const T* group = data + shape.group_offset(first / shape.width) + first % shape.width;
    for (int64_t c = 0; c < count; c++) states[c] = fold.start(first + c);
    for (int64_t piece = part * cutting.step; piece < std::min(shape.pieces(), (part + 1) * cutting.step); piece++) {
      fold.row(states, group + shape.piece_offset(piece), count, piece);
    }
  };
  const auto fold_part = [&](int64_t unit, int64_t part, State* states) {
    shape.lines ? fold_lines(unit, part, states) : fold_rows(unit, part, states);
  };

  if (cutting.parts == 1) {
    call.parallel_for(cutting.units, [&](int64_t unit) {
      Scratch<State> states(cutting.side);
      fold_part(unit, 0, states.data());
      const auto [first, count] = cutting.results_of(unit, shape);
      for (int64_t i = 0; i < count; i++) finish(first + i, states[i]);
    });
    return;
  }
  Scratch<State> states(cutting.units * cutting.parts * cutting.side);
  call.parallel_for(cutting.units * cutting.parts, [&](int64_t task) {
    fold_part(task / cutting.parts, task % cutting.parts, &states[task * cutting.side]);
  });
  call.parallel_for(cutting.units, [&](int64_t unit) {
    State* merged = &states[unit * cutting.parts * cutting.side];
    const auto [first, count] = cutting.results_of(unit, shape);
    for (int64_t i = 0; i < count; i++) {
      for (int64_t part = 1; part < cutting.parts; part++) fold.merge(merged[i], merged[part * cutting.side + i]);
      finish(first + i, merged[i]);
    }
  });
}

}  // namespace openhcs
#endif
