#include "reduction.h"

#include <cmath>

namespace openhcs {

Reduction reduction_of(const Call& call) {
  const Array in = call.input(0), out = call.output(0);
  bool folded[OPENHCS_MAX_RANK] = {};
  for (int axis = 0; axis < in.rank(); axis++) folded[axis] = !call.has("axes");
  for (double axis : call.numbers("axes")) {
    if (!(axis >= 0 && axis < in.rank()) || axis != std::floor(axis)) {
      throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: \"axes\" must be whole numbers in [0, %d), received %g.", call.operation(), in.rank(), axis);
    }
    folded[static_cast<int>(axis)] = true;
  }

  struct Group {
    int64_t size, stride;
    bool folded;
  };
  std::vector<Group> groups;
  Reduction shape{};
  shape.results = shape.folded = 1;
  int64_t stride = in.size();
  for (int axis = 0; axis < in.rank(); axis++) {
    const int64_t size = in.shape(axis);
    if (size > 0) stride /= size;
    (folded[axis] ? shape.folded : shape.results) *= size;
    if (size == 1) continue;
    if (!groups.empty() && groups.back().folded == folded[axis]) {
      groups.back().size *= size;
      groups.back().stride = stride;
    } else {
      groups.push_back({size, stride, folded[axis]});
    }
  }
  if (groups.empty()) groups.push_back({1, 1, true});
  shape.lines = groups.back().folded;
  shape.width = groups.back().size;
  groups.pop_back();
  for (const Group& group : groups) {
    (group.folded ? shape.folded_sizes : shape.kept_sizes).push_back(group.size);
    (group.folded ? shape.folded_strides : shape.kept_strides).push_back(group.stride);
  }
  if (out.size() != shape.results) {
    throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: the output must have %lld elements, received %lld.", call.operation(),
                  static_cast<long long>(shape.results), static_cast<long long>(out.size()));
  }
  return shape;
}

Cutting cut(const Reduction& shape) {
  constexpr int64_t task_elements = 1 << 18, row_elements = 1024;
  const auto pieces_of = [](int64_t whole, int64_t piece) { return (whole + piece - 1) / piece; };
  Cutting cutting{};
  if (shape.lines) {
    cutting.side = std::clamp<int64_t>(task_elements / shape.folded, 1, shape.results);
    cutting.units = pieces_of(shape.results, cutting.side);
    cutting.step = std::min(shape.width, task_elements);
    cutting.cuts_per_line = pieces_of(shape.width, cutting.step);
    cutting.cuts_per_part = std::max<int64_t>(1, task_elements / (cutting.step * cutting.side));
    cutting.parts = pieces_of(shape.pieces() * cutting.cuts_per_line, cutting.cuts_per_part);
  } else {
    cutting.side = std::min(shape.width, row_elements);
    cutting.units_per_group = pieces_of(shape.width, cutting.side);
    cutting.units = shape.results / shape.width * cutting.units_per_group;
    cutting.step = std::max<int64_t>(1, task_elements / cutting.side);
    cutting.parts = pieces_of(shape.pieces(), cutting.step);
  }
  return cutting;
}

}  // namespace openhcs
