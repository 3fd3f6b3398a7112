#ifndef OPENHCS_COMMON_SEPARABLE_H
#define OPENHCS_COMMON_SEPARABLE_H

#include <vector>

#include "border.h"
#include "call.h"

namespace openhcs {

/** Weights along one axis, an odd number of them, centred; none leaves the axis alone. */
using Taps = std::vector<double>;

/**
 * Correlates an array with `taps[axis]` along each axis, first axis first, as scipy.ndimage.correlate1d would one after another.
 *
 * Input: any dtype. Output: the same shape, float32 or float64. Sums are float32 when the output is float32 and the input is at most
 * 16 bits or float32, else float64.
 */
void correlate_separable(const Call& call, const Array& in, const Array& out, const std::vector<Taps>& taps, Border border, double constant);

}  // namespace openhcs
#endif
