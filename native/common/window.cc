#include "window.h"

#include <algorithm>
#include <cmath>

#include "dtype.h"

namespace openhcs {
namespace {

/** A window of more elements than this is a mistake, or a case for another algorithm. */
constexpr int64_t most_elements = 1 << 20;

Window window_over(const Call& call, int rank, const Offset& sizes, const uint8_t* mask) {
  int64_t count = 1;
  for (int axis = 0; axis < rank; axis++) {
    if (sizes[axis] > most_elements / std::max<int64_t>(count, 1)) throw Failure(OPENHCS_UNSUPPORTED, "%s: a window of more than 2^20 elements.", call.operation());
    count *= sizes[axis];
  }
  Window window;
  window.rank = rank;
  Offset at{};
  for (int64_t element = 0; element < count; element++) {
    if (mask == nullptr || mask[element] != 0) {
      Offset offset{};
      for (int axis = 0; axis < rank; axis++) {
        offset[axis] = at[axis] - sizes[axis] / 2;
        window.before[axis] = std::max(window.before[axis], -offset[axis]);
        window.after[axis] = std::max(window.after[axis], offset[axis]);
      }
      window.offsets.push_back(offset);
    }
    for (int axis = rank - 1; axis >= 0 && ++at[axis] == sizes[axis]; axis--) at[axis] = 0;
  }
  if (window.offsets.empty()) throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: the window must have at least one element.", call.operation());
  return window;
}

}  // namespace

Window window_of(const Call& call) {
  const int rank = call.input(0).rank();
  Offset sizes{};
  if (call.input_count() > 1) {
    const Array mask = call.input(1);
    if (mask.rank() != rank || element_bytes(mask.dtype()) != 1) {
      throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: the footprint must be bool or uint8 and of rank %d, received %s of rank %d.", call.operation(), rank,
                    name_of(mask.dtype()), mask.rank());
    }
    for (int axis = 0; axis < rank; axis++) sizes[axis] = mask.shape(axis);
    return window_over(call, rank, sizes, mask.data<uint8_t>());
  }
  const std::vector<double> size = call.per_axis("size", rank, 1);
  for (int axis = 0; axis < rank; axis++) {
    if (!(size[axis] >= 1 && size[axis] <= most_elements) || size[axis] != std::floor(size[axis])) {
      throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: \"size\" must be whole numbers from 1 on, received %g.", call.operation(), size[axis]);
    }
    sizes[axis] = static_cast<int64_t>(size[axis]);
  }
  return window_over(call, rank, sizes, nullptr);
}

}  // namespace openhcs
