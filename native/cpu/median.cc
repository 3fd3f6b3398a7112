#include <algorithm>
#include <cmath>
#include <limits>

#include "../common/dtype.h"
#include "../common/order-key.h"
#include "../common/registry.h"
#include "../common/running-histogram.h"
#include "../common/sorting-network.h"
#include "../common/window-lines.h"

namespace {

using namespace openhcs;

constexpr int64_t strip_rows = 16;

/** Ranks the columns of one row: `lines[k][c]` is what the window holds at its offset k around column c. */
template <class Key>
using RankRow = void (*)(const Key* const* lines, Key* out, int64_t length);

template <class Key, int n>
void rank_by_network(const Key* const* lines, Key* out, int64_t length) {
  simd<MedianOfLines<Key, n>>(lines, out, length);
}

/** The sorting network of a common window; null for windows without one. */
template <class Key>
RankRow<Key> network_of(std::size_t count) {
  switch (count) {
    case 3: return rank_by_network<Key, 3>;
    case 5: return rank_by_network<Key, 5>;
    case 9: return rank_by_network<Key, 9>;
    case 25: return rank_by_network<Key, 25>;
    case 27: return rank_by_network<Key, 27>;
    default: return nullptr;
  }
}

template <class Key>
void rank_by_selection(const Key* const* lines, std::vector<Key>& held, Key* out, int64_t length) {
  const auto middle = held.begin() + static_cast<std::ptrdiff_t>(held.size() / 2);
  for (int64_t c = 0; c < length; c++) {
    for (std::size_t k = 0; k < held.size(); k++) held[k] = lines[k][c];
    std::nth_element(held.begin(), middle, held.end());
    out[c] = *middle;
  }
}

/** The offsets that enter and leave a window when it moves one column to the right, as indices among its offsets. */
struct Edges {
  std::vector<std::size_t> entering, leaving;
};

Edges edges_of(const Window& window) {
  // Offsets come in C order, so that neighbours along the last axis follow each other.
  Edges edges;
  const auto adjacent = [&](std::size_t k) {
    if (window.rank == 0 || k == 0 || k == window.offsets.size()) return false;
    Offset next = window.offsets[k - 1];
    next[window.rank - 1]++;
    return next == window.offsets[k];
  };
  for (std::size_t k = 0; k < window.offsets.size(); k++) {
    if (!adjacent(k)) edges.leaving.push_back(k);
    if (!adjacent(k + 1)) edges.entering.push_back(k);
  }
  return edges;
}

template <class Key>
void rank_by_histogram(const Key* const* lines, std::size_t count, const Edges& edges, RunningHistogram<Key>& histogram, Key* out, int64_t length) {
  const auto middle = static_cast<int32_t>(count / 2);
  for (std::size_t k = 0; k < count; k++) histogram.enter(lines[k][0]);
  out[0] = histogram.at(middle);
  for (int64_t c = 1; c < length; c++) {
    for (std::size_t k : edges.leaving) histogram.leave(lines[k][c - 1]);
    for (std::size_t k : edges.entering) histogram.enter(lines[k][c]);
    out[c] = histogram.at(middle);
  }
  for (std::size_t k = 0; k < count; k++) histogram.leave(lines[k][length - 1]);
}

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
  const RankRow<Key> network = network_of<Key>(lines.count());
  constexpr bool countable = sizeof(Key) <= 2;
  const Edges edges = edges_of(window);
  const int64_t columns = lines.columns();
  const int64_t strips = (lines.rows() + strip_rows - 1) / strip_rows;

  call.parallel_for(lines.planes() * strips, [&](int64_t task) {
    const int64_t plane = task / strips, first = task % strips * strip_rows, last = std::min(lines.rows(), first + strip_rows);
    Scratch<Key> space(lines.space(last - first)), ranked(columns);
    lines.load(space, plane, first, last, [&](int64_t line, Key* keys) {
      simd<EncodeLine<T>>(static_cast<const T*>(in.data<T>() + line * columns), keys, columns);
    });
    std::vector<const Key*> around(lines.count());
    std::vector<Key> held(network == nullptr && !countable ? lines.count() : 0);
    std::vector<RunningHistogram<std::conditional_t<countable, Key, uint8_t>>> histogram(network == nullptr && countable ? 1 : 0);
    for (int64_t row = first; row < last; row++) {
      call.stop_if_cancelled();
      lines.around(space, first, last, row, around.data());
      if (network != nullptr) {
        network(around.data(), ranked.data(), columns);
      } else if constexpr (countable) {
        rank_by_histogram(around.data(), lines.count(), edges, histogram[0], ranked.data(), columns);
      } else {
        rank_by_selection(around.data(), held, ranked.data(), columns);
      }
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
