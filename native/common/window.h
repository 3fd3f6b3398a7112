#ifndef OPENHCS_COMMON_WINDOW_H
#define OPENHCS_COMMON_WINDOW_H

#include <array>
#include <vector>

#include "call.h"

namespace openhcs {

using Offset = std::array<int64_t, OPENHCS_MAX_RANK>;

/** The elements that a filter sees around each element: their offsets in C order, and how far they reach along each axis. */
struct Window {
  int rank = 0;
  std::vector<Offset> offsets;
  Offset before{}, after{};
};

/**
 * The window of a call: the box of the parameter `size` (one number, or one per axis), or the non-zero elements of input 1, a mask of
 * the rank of input 0. The centre lies at size / 2, rounded down, along each axis, as in scipy.ndimage.
 */
Window window_of(const Call& call);

}  // namespace openhcs
#endif
