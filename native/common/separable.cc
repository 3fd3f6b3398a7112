#include "separable.h"

#include <algorithm>

#include "copy-line.h"
#include "scratch.h"
#include "weighted-sum.h"

namespace openhcs {
namespace {

/** Rows per task: enough to share the rows above and below, few enough that a large plane feeds every thread. */
constexpr int64_t strip_rows = 32;
/** Columns per sweep of the vertical filter: the rows of an ordinary window, so wide, stay in the first-level cache. */
constexpr int64_t tile_columns = 256;

/** One pass over an array seen as planes of `rows` × `columns`: a vertical filter, a horizontal one, or both at once. */
template <class T>
struct Pass {
  int64_t planes, rows, columns;
  std::vector<T> vertical, horizontal;
  bool along_rows;  // whether `horizontal` does anything
  Border border;
  T constant;
  openhcs_dtype from = {};
  const void* in = nullptr;
  openhcs_dtype to = {};
  void* out = nullptr;
};

template <class T>
constexpr openhcs_dtype dtype_of = sizeof(T) == 4 ? OPENHCS_FLOAT32 : OPENHCS_FLOAT64;

/** The vertical filter of the rows [first, last), columns [left, right), of one plane; row r goes to `target(r)`, from column `left` on. */
template <class T, class Target>
void filter_columns(const Call& call, const Pass<T>& pass, int64_t plane, int64_t first, int64_t last, int64_t left, int64_t right, Target&& target) {
  // Rows are copied to a tile of their own, whatever their dtype: rows of a wide image lie a multiple of the page size apart, and a
  // window of them in place would throw each other out of the first-level cache.
  const int64_t above = static_cast<int64_t>(pass.vertical.size()) / 2;
  const int64_t seen = last - first + 2 * above;
  const bool whole_plane = seen > pass.rows;
  const int64_t held = whole_plane ? pass.rows : seen;
  Scratch<T> tile((held + 1) * tile_columns);
  T* outside = &tile[held * tile_columns];
  std::fill_n(outside, tile_columns, pass.constant);
  std::vector<int64_t> sources(static_cast<std::size_t>(seen));
  std::vector<const T*> rows(static_cast<std::size_t>(seen));
  for (int64_t i = 0; i < seen; i++) {
    const int64_t source = sources[i] = source_index(first - above + i, pass.rows, pass.border);
    rows[i] = source < 0 ? outside : &tile[(whole_plane ? source : i) * tile_columns];
  }
  for (int64_t column = left; column < right; column += tile_columns) {
    const int64_t length = std::min(tile_columns, right - column);
    for (int64_t i = 0; i < held; i++) {
      const int64_t source = whole_plane ? i : sources[i];
      if (source < 0) continue;
      const int64_t offset = (plane * pass.rows + source) * pass.columns + column;
      read_line(pass.from, pass.in, offset, length, &tile[i * tile_columns]);
      expect_line(pass.from, pass.in, offset + length, std::min(tile_columns, right - column - length));
    }
    for (int64_t row = first; row < last; row++) {
      call.stop_if_cancelled();
      simd<WeightedSum<T>>(static_cast<const T* const*>(&rows[row - first]), pass.vertical.data(), 2 * above + 1, target(row) + (column - left), length);
    }
  }
}

/** Filters the rows [first, last) of one plane and, where nothing is horizontal, the columns [left, right) alone. */
template <class T>
void filter_strip(const Call& call, const Pass<T>& pass, int64_t plane, int64_t first, int64_t last, int64_t left, int64_t right) {
  const int64_t beside = static_cast<int64_t>(pass.horizontal.size()) / 2;
  const int64_t width = right - left;
  const auto offset = [&](int64_t row) { return (plane * pass.rows + row) * pass.columns + left; };
  const bool direct = pass.to == dtype_of<T>;
  if (direct && !pass.along_rows) {
    return filter_columns(call, pass, plane, first, last, left, right, [&](int64_t row) { return static_cast<T*>(pass.out) + offset(row); });
  }

  // Lines start on a cache line; the border before them fits into the margin.
  const int64_t margin = (beside + 15) / 16 * 16;
  const int64_t stride = (margin + width + beside + 15) / 16 * 16;
  Scratch<T> lines((last - first) * stride);
  const auto line = [&](int64_t row) { return &lines[(row - first) * stride + margin]; };
  filter_columns(call, pass, plane, first, last, left, right, line);

  std::vector<const T*> shifted(static_cast<std::size_t>(2 * beside + 1));
  Scratch<T> rounded(direct ? 0 : width);
  for (int64_t row = first; row < last; row++) {
    call.stop_if_cancelled();
    extend_line(line(row), width, beside, beside, pass.border, pass.constant);
    for (int64_t k = 0; k <= 2 * beside; k++) shifted[k] = line(row) - beside + k;
    T* out = direct ? static_cast<T*>(pass.out) + offset(row) : rounded.data();
    simd<WeightedSum<T>>(static_cast<const T* const*>(shifted.data()), pass.horizontal.data(), 2 * beside + 1, out, width);
    if (!direct) simd<ConvertLine<T, float>>(static_cast<const T*>(out), static_cast<float*>(pass.out) + offset(row), width);
  }
}

template <class T>
void run_pass(const Call& call, const Pass<T>& pass) {
  // Filters along the line need it whole; else very long "rows" (whole planes of a stack) are cut, to bound the working space.
  const int64_t width = pass.along_rows ? pass.columns : std::min<int64_t>(pass.columns, 16 * tile_columns);
  const int64_t strips = (pass.rows + strip_rows - 1) / strip_rows;
  const int64_t tiles = (pass.columns + width - 1) / width;
  call.parallel_for(pass.planes * strips * tiles, [&](int64_t task) {
    const int64_t tile = task % tiles, strip = task / tiles % strips, plane = task / tiles / strips;
    filter_strip(call, pass, plane, strip * strip_rows, std::min(pass.rows, (strip + 1) * strip_rows), tile * width,
                 std::min(pass.columns, (tile + 1) * width));
  });
}

/** A vertical pass for each of the leading axes, and one for the last two together; those without taps are left out, but not all. */
template <class T>
std::vector<Pass<T>> passes_over(const Array& in, const std::vector<Taps>& taps, Border border, double constant) {
  const int rank = in.rank();
  const std::vector<T> identity{T(1)};
  const auto filtered = [&](int axis) { return axis >= 0 && !taps[axis].empty(); };
  const auto weights = [&](int axis) { return filtered(axis) ? std::vector<T>(taps[axis].begin(), taps[axis].end()) : identity; };
  std::vector<Pass<T>> passes;
  for (int axis = 0; axis < rank - 2; axis++) {
    if (!filtered(axis)) continue;
    passes.push_back({in.extent(0, axis), in.shape(axis), in.extent(axis + 1, rank), weights(axis), identity, false, border, T(constant)});
  }
  if (filtered(rank - 2) || filtered(rank - 1) || passes.empty()) {
    const int64_t planes = in.extent(0, rank - 2), rows = rank > 1 ? in.shape(rank - 2) : 1, columns = rank > 0 ? in.shape(rank - 1) : 1;
    passes.push_back({planes, rows, columns, weights(rank - 2), weights(rank - 1), filtered(rank - 1), border, T(constant)});
  }
  return passes;
}

template <class T>
void correlate(const Call& call, const Array& in, const Array& out, const std::vector<Taps>& taps, Border border, double constant) {
  std::vector<Pass<T>> passes = passes_over<T>(in, taps, border, constant);
  // Passes read one array and write another: intermediate results go to working space, in turns, the last to the output.
  Scratch<T> spare[2] = {Scratch<T>(passes.size() > 1 ? in.size() : 0), Scratch<T>(passes.size() > 2 ? in.size() : 0)};
  openhcs_dtype from = in.dtype();
  const void* source = in.data<void>();
  for (std::size_t i = 0; i < passes.size(); i++) {
    Pass<T>& pass = passes[i];
    const bool last = i + 1 == passes.size();
    pass.from = from;
    pass.in = source;
    pass.to = from = last ? out.dtype() : dtype_of<T>;
    pass.out = last ? out.data<void>() : spare[i % 2].data();
    source = pass.out;
    run_pass(call, pass);
  }
}

}  // namespace

void correlate_separable(const Call& call, const Array& in, const Array& out, const std::vector<Taps>& taps, Border border, double constant) {
  if (!in.same_shape(out)) throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: output and input must have the same shape.", call.operation());
  if (out.dtype() != OPENHCS_FLOAT32 && out.dtype() != OPENHCS_FLOAT64) {
    throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: output must be float32 or float64, received %s.", call.operation(), name_of(out.dtype()));
  }
  if (in.size() == 0) return;
  const bool fits = in.dtype() == OPENHCS_FLOAT32 || element_bytes(in.dtype()) <= 2;
  (fits && out.dtype() == OPENHCS_FLOAT32 ? correlate<float> : correlate<double>)(call, in, out, taps, border, constant);
}

}  // namespace openhcs
