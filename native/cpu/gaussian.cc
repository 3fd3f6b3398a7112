#include <cmath>

#include "../common/registry.h"
#include "../common/separable.h"

namespace {

/** Beyond any image; keeps a mistyped sigma from asking for gigabytes of working space. */
constexpr double largest_radius = 1 << 16;

/** Samples of exp(-i² / 2σ²) for i in [-radius, radius], normalised to sum 1. */
openhcs::Taps gaussian_taps(double sigma, int64_t radius) {
  openhcs::Taps taps(static_cast<std::size_t>(2 * radius + 1));
  double sum = 0;
  for (int64_t i = -radius; i <= radius; i++) {
    const double distance = static_cast<double>(i) / sigma;
    sum += taps[i + radius] = std::exp(-0.5 * distance * distance);
  }
  for (double& tap : taps) tap /= sum;
  return taps;
}

}  // namespace

/**
 * Gaussian smoothing of rank 0 to 8, one axis after another, as scipy.ndimage.gaussian_filter.
 *
 * input 0: any dtype; output 0: float32 or float64 of the same shape.
 * sigma: per axis, in elements, 0 leaves an axis alone · radius: per axis, else int(4 · sigma + 0.5) · mode, cval: the border ·
 * scale: 1, a factor of the result
 */
OPENHCS_KERNEL(gaussian) {
  call.expect_arrays(1, 1);
  const openhcs::Array in = call.input(0);
  const std::vector<double> sigma = call.per_axis("sigma", in.rank(), 1);
  const std::vector<double> radius = call.per_axis("radius", in.rank(), -1);

  std::vector<openhcs::Taps> taps(static_cast<std::size_t>(in.rank()));
  for (int axis = 0; axis < in.rank(); axis++) {
    if (!(sigma[axis] >= 0)) throw openhcs::Failure(OPENHCS_INVALID_ARGUMENT, "gaussian: \"sigma\" must be a number in [0, ∞), received %g.", sigma[axis]);
    if (sigma[axis] == 0) continue;
    const double reach = radius[axis] >= 0 ? radius[axis] : std::floor(4 * sigma[axis] + 0.5);
    if (!(reach <= largest_radius)) throw openhcs::Failure(OPENHCS_UNSUPPORTED, "gaussian: a radius of %g is larger than %g.", reach, largest_radius);
    taps[axis] = gaussian_taps(sigma[axis], static_cast<int64_t>(reach));
  }
  const double scale = call.number("scale", 1);
  if (scale != 1 && in.rank() > 0) {
    openhcs::Taps& last = taps.back();
    if (last.empty()) last.push_back(1);
    for (double& tap : last) tap *= scale;
  }
  openhcs::correlate_separable(call, in, call.output(0), taps, openhcs::border_of(call), call.number("cval", 0));
}
