#include <algorithm>
#include <cmath>
#include <limits>

#include "../common/dtype.h"
#include "../common/order-key.h"
#include "../common/rank-rows.h"
#include "../common/registry.h"
#include "../common/window-lines.h"

namespace {

using namespace openhcs;

constexpr int64_t strip_rows = 16;

/** The element that stands for `cval` outside: clamped and truncated to the dtype, beyond float16 infinite. */
template <class T>
T constant_of(double value) {
  if constexpr (std::is_same_v<T, Half>) {
    return Half::exactly(static_cast<float>(std::abs(value) > 65504 ? std::copysign(INFINITY, value) : value));
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(value);
  } else {
    if (!(value > static_cast<double>(std::numeric_limits<T>::lowest()))) return std::numeric_limits<T>::lowest();
    return value < static_cast<double>(std::numeric_limits<T>::max()) ? static_cast<T>(value) : std::numeric_limits<T>::max();
  }
}

template <class T>
void median(const Call& call, const Window& window) {
  using Key = typename OrderKey<T>::Key;
  const Array in = call.input(0), out = call.output(0);
  const WindowLines<Key> lines(in, window, border_of(call), OrderKey<T>::encode(constant_of<T>(call.number("cval", 0))));
  const Ranking<Key> ranking(window, static_cast<int64_t>(lines.count() / 2));
  const int64_t columns = lines.columns();
  const int64_t strips = (lines.rows() + strip_rows - 1) / strip_rows;

  call.parallel_for(lines.planes() * strips, [&](int64_t task) {
    const int64_t plane = task / strips, first = task % strips * strip_rows, last = std::min(lines.rows(), first + strip_rows);
    Scratch<Key> space(lines.space(last - first)), ranked(columns);
    lines.load(space, plane, first, last, [&](int64_t line, Key* keys) {
      simd<EncodeLine<T>>(static_cast<const T*>(in.data<T>() + line * columns), keys, columns);
    });
    std::vector<const Key*> around(lines.count());
    const std::unique_ptr<RowRanker<Key>> ranker = ranking.ranker();
    for (int64_t row = first; row < last; row++) {
      call.stop_if_cancelled();
      lines.around(space, first, last, row, around.data());
      ranker->rank(around.data(), ranked.data(), columns);
      simd<DecodeLine<T>>(static_cast<const Key*>(ranked.data()), out.data<T>() + (plane * lines.rows() + row) * columns, columns);
    }
  });
}

}  // namespace

/**
 * The median of a window of rank 0 to 8, as scipy.ndimage.median_filter: of n elements the one of rank n / 2, rounded down.
 *
 * input 0: any dtype; input 1, where given: the footprint (see `window_of`); output 0: the dtype and shape of input 0.
 * size: per axis, else the footprint · mode, cval: the border. NaN ranks after infinity, and is thus an outlier like any other.
 */
OPENHCS_KERNEL(median) {
  const openhcs::Array in = call.input(0), out = call.output(0);
  if (!in.same_shape(out) || in.dtype() != out.dtype()) {
    throw openhcs::Failure(OPENHCS_INVALID_ARGUMENT, "median: output and input must have the same shape and dtype.");
  }
  const openhcs::Window window = openhcs::window_of(call);
  if (in.size() == 0) return;
  openhcs::with_type(in.dtype(), [&](auto type) { median<typename decltype(type)::type>(call, window); });
}
