#include <algorithm>
#include <cmath>
#include <limits>

#include "../common/dtype.h"
#include "../common/folds.h"
#include "../common/reduction.h"
#include "../common/registry.h"

namespace {

using namespace openhcs;

[[noreturn]] void refuse_output(const Call& call, std::string_view method, const char* needed) {
  throw Failure(OPENHCS_INVALID_ARGUMENT, "reduce: the output of %.*s must be %s, received %s.", static_cast<int>(method.size()), method.data(), needed,
                name_of(call.output(0).dtype()));
}

/** The nearest number toward zero that an integer type holds; NaN becomes 0. */
template <class Integer>
Integer truncated(double value) {
  using Limits = std::numeric_limits<Integer>;
  if (!(value > static_cast<double>(Limits::lowest()))) return value == value ? Limits::lowest() : 0;
  return value < static_cast<double>(Limits::max()) ? static_cast<Integer>(value) : Limits::max();
}

/** Stores one result in the dtype of the output; not as float16. */
void store(const Array& out, int64_t result, double value) {
  with_type(out.dtype(), [&](auto type) {
    using T = typename decltype(type)::type;
    if constexpr (std::is_integral_v<T>) out.data<T>()[result] = truncated<T>(value);
    if constexpr (std::is_floating_point_v<T>) out.data<T>()[result] = static_cast<T>(value);
  });
}

/** Stores an element of the input, exactly where the output has its dtype. */
template <class T>
void store_element(const Array& out, openhcs_dtype dtype, int64_t result, Value<T> value) {
  if (out.dtype() != dtype) return store(out, result, static_cast<double>(value));
  if constexpr (std::is_same_v<T, Half>) {
    out.data<Half>()[result] = Half::exactly(value);
  } else {
    out.data<T>()[result] = value;
  }
}

template <class T, class Term, bool omit>
std::vector<double> sums(const Call& call, const Reduction& shape, const std::vector<double>* centers = nullptr) {
  std::vector<double> results(static_cast<std::size_t>(shape.results));
  const SumFold<T, Term, omit> fold{centers == nullptr ? nullptr : centers->data()};
  reduce<T>(call, shape, fold, [&](int64_t result, const auto& state) { results[static_cast<std::size_t>(result)] = state.sum; });
  return results;
}

template <class T, bool omit>
std::vector<double> counts(const Call& call, const Reduction& shape) {
  if constexpr (omit) return sums<T, Presence, true>(call, shape);
  return std::vector<double>(static_cast<std::size_t>(shape.results), static_cast<double>(shape.folded));
}

/** Variances in two passes, mean first, as NumPy does. */
template <class T, bool omit>
void moments(const Call& call, const Reduction& shape, std::string_view method) {
  const Array out = call.output(0);
  if (out.dtype() == OPENHCS_FLOAT16) refuse_output(call, method, "of another dtype than float16");
  std::vector<double> results = sums<T, Itself, omit>(call, shape);
  if (method != "sum") {
    const std::vector<double> count = counts<T, omit>(call, shape);
    for (std::size_t i = 0; i < results.size(); i++) results[i] /= count[i];
    if (method != "mean") {
      const double ddof = call.number("ddof", 0);
      results = sums<T, SquaredDeviation, omit>(call, shape, &results);
      for (std::size_t i = 0; i < results.size(); i++) {
        const double variance = results[i] / std::max(0.0, count[i] - ddof);
        results[i] = method == "std" ? std::sqrt(variance) : variance;
      }
    }
  }
  for (std::size_t i = 0; i < results.size(); i++) store(out, static_cast<int64_t>(i), results[i]);
}

template <class T, bool smallest, bool omit>
void extremes(const Call& call, const Reduction& shape, std::string_view method) {
  const Array out = call.output(0);
  const openhcs_dtype dtype = call.input(0).dtype();
  if (out.dtype() != dtype && out.dtype() != OPENHCS_FLOAT32 && out.dtype() != OPENHCS_FLOAT64) refuse_output(call, method, "of the dtype of the input, float32 or float64");
  reduce<T>(call, shape, ExtremeFold<T, smallest, omit>{}, [&](int64_t result, Value<T> value) { store_element<T>(out, dtype, result, value); });
}

bool holds_counts(const Array& out, int64_t largest) {
  const openhcs_dtype dtype = out.dtype();
  return dtype == OPENHCS_FLOAT64 || dtype == OPENHCS_INT64 || ((dtype == OPENHCS_INT32 || dtype == OPENHCS_UINT32) && largest <= INT32_MAX);
}

template <class T, bool smallest, bool omit>
void positions(const Call& call, const Reduction& shape, std::string_view method) {
  const Array out = call.output(0);
  if (!holds_counts(out, shape.folded)) refuse_output(call, method, "int64, float64, or int32 where the number of elements fits");
  reduce<T>(call, shape, PositionFold<T, smallest, omit>{}, [&](int64_t result, const auto& state) {
    if (state.index < 0) throw Failure(OPENHCS_INVALID_ARGUMENT, "reduce: %.*s of nothing but NaN.", static_cast<int>(method.size()), method.data());
    store(out, result, static_cast<double>(state.index));
  });
}

template <class T, bool omit>
void reduce_by(const Call& call, const Reduction& shape, std::string_view method) {
  if (method == "sum" || method == "mean" || method == "std" || method == "var") return moments<T, omit>(call, shape, method);
  if (method == "countNonzero") {
    if (!holds_counts(call.output(0), shape.folded)) refuse_output(call, method, "int64, float64, or int32 where the number of elements fits");
    const std::vector<double> results = sums<T, NotZero, false>(call, shape);
    for (std::size_t i = 0; i < results.size(); i++) store(call.output(0), static_cast<int64_t>(i), results[i]);
    return;
  }
  const bool empty = shape.folded == 0 && shape.results > 0;
  if (empty) throw Failure(OPENHCS_INVALID_ARGUMENT, "reduce: %.*s of no elements.", static_cast<int>(method.size()), method.data());
  if (method == "max") return extremes<T, false, omit>(call, shape, method);
  if (method == "min") return extremes<T, true, omit>(call, shape, method);
  if (method == "argmax") return positions<T, false, omit>(call, shape, method);
  if (method == "argmin") return positions<T, true, omit>(call, shape, method);
  throw Failure(OPENHCS_INVALID_ARGUMENT, "reduce: \"method\" must be sum, mean, std, var, min, max, argmin, argmax or countNonzero, received \"%.*s\".",
                static_cast<int>(method.size()), method.data());
}

}  // namespace

/**
 * One number for all elements, or for each line along some axes, as NumPy's functions of the same names, with float64 sums.
 *
 * input 0: any dtype (64-bit integers are summed as float64); output 0: one element per result, whatever its shape, of
 * any dtype but float16, integers truncated and clamped (sum, mean, std, var) · the dtype of the input, float32 or float64 (min, max) ·
 * int32, uint32, int64 or float64 (argmin, argmax, countNonzero; positions count the folded elements in C order).
 * method: which · axes: the axes to fold, all by default · ddof: 0 · omitNaN: false, which lets NaN through
 */
OPENHCS_KERNEL(reduce) {
  call.expect_arrays(1, 1);
  const Reduction shape = reduction_of(call);
  const std::string_view method = call.text("method", "");
  const bool omit = call.flag("omitNaN", false);
  with_type(call.input(0).dtype(), [&](auto type) {
    using T = typename decltype(type)::type;
    if constexpr (is_floating<T>) {
      if (omit) return reduce_by<T, true>(call, shape, method);
    }
    reduce_by<T, false>(call, shape, method);
  });
}
