#ifndef OPENHCS_COMMON_FOLDS_H
#define OPENHCS_COMMON_FOLDS_H

#include <cstdint>
#include <limits>
#include <type_traits>

#include "dtype.h"
#include "simd.h"

namespace openhcs {

/** What elements compute as: themselves, but float16 as float. */
template <class T>
using Value = std::conditional_t<std::is_same_v<T, Half>, float, T>;

/**
 * Folds that add up a term per element in float64. `Term::of(element, center)` is the term; `center` is one number per result.
 *
 * `omit` leaves NaN out.
 */
template <class T, class Term, bool omit>
struct SumFold {
  struct State {
    double sum, center;
  };
  const double* centers;  // one for each result, or null

  State start(int64_t result) const noexcept { return {0, centers == nullptr ? 0 : centers[result]}; }
  void line(State& state, const T* in, int64_t count, int64_t) const noexcept { simd<Line>(&state, in, count); }
  void row(State* states, const T* in, int64_t count, int64_t) const noexcept { simd<Row>(states, in, count); }
  void merge(State& into, const State& from) const noexcept { into.sum += from.sum; }

 private:
  static OPENHCS_INLINE double term(T element, double center) {
    const auto value = static_cast<double>(static_cast<Value<T>>(element));
    const double result = Term::of(value, center);
    return omit && value != value ? 0 : result;
  }
  struct Line {
    static OPENHCS_INLINE void run(State* state, const T* in, int64_t count) {
      double sum = 0;
      const double center = state->center;
      OPENHCS_VECTORIZE_REDUCTION(+ : sum)
      for (int64_t i = 0; i < count; i++) sum += term(in[i], center);
      state->sum += sum;
    }
  };
  struct Row {
    static OPENHCS_INLINE void run(State* states, const T* in, int64_t count) {
      OPENHCS_VECTORIZE
      for (int64_t i = 0; i < count; i++) states[i].sum += term(in[i], states[i].center);
    }
  };
};

struct Itself {
  static OPENHCS_INLINE double of(double value, double) { return value; }
};
struct SquaredDeviation {
  static OPENHCS_INLINE double of(double value, double center) { return (value - center) * (value - center); }
};
struct NotZero {
  static OPENHCS_INLINE double of(double value, double) { return value != 0 ? 1 : 0; }
};
struct Presence {
  static OPENHCS_INLINE double of(double, double) { return 1; }
};

/** The largest element, or with `smallest` the smallest; NaN wins, or with `omit` counts only where there is nothing else. */
template <class T, bool smallest, bool omit>
struct ExtremeFold {
  using State = Value<T>;

  State start(int64_t) const noexcept {
    using Limits = std::numeric_limits<State>;
    if constexpr (!std::is_floating_point_v<State>) {
      return smallest ? Limits::max() : Limits::lowest();
    } else {
      return omit ? Limits::quiet_NaN() : smallest ? Limits::infinity() : -Limits::infinity();
    }
  }
  void line(State& state, const T* in, int64_t count, int64_t) const noexcept { simd<Line>(&state, in, count); }
  void row(State* states, const T* in, int64_t count, int64_t) const noexcept { simd<Row>(states, in, count); }
  void merge(State& into, const State& from) const noexcept { into = better(into, from); }

 private:
  static OPENHCS_INLINE State better(State best, State value) {
    const bool beyond = smallest ? value < best : value > best;
    const State doubtful = omit ? best : value;  // of the two the one whose being NaN makes `value` the result
    return beyond || doubtful != doubtful ? value : best;
  }
  struct Line {
    static OPENHCS_INLINE void run(State* state, const T* in, int64_t count) {
      // Sixteen running results, so that the loop vectorises although comparisons with NaN do not commute.
      State best[16];
      for (int lane = 0; lane < 16; lane++) best[lane] = *state;
      int64_t i = 0;
      for (; i + 16 <= count; i += 16) {
        OPENHCS_VECTORIZE
        for (int lane = 0; lane < 16; lane++) best[lane] = better(best[lane], static_cast<State>(in[i + lane]));
      }
      for (; i < count; i++) best[0] = better(best[0], static_cast<State>(in[i]));
      for (int lane = 1; lane < 16; lane++) best[0] = better(best[0], best[lane]);
      *state = best[0];
    }
  };
  struct Row {
    static OPENHCS_INLINE void run(State* states, const T* in, int64_t count) {
      OPENHCS_VECTORIZE
      for (int64_t i = 0; i < count; i++) states[i] = better(states[i], static_cast<State>(in[i]));
    }
  };
};

/** Where the first extreme element lies, counted in C order of the folded elements; the first NaN, or with `omit` the first other. */
template <class T, bool smallest, bool omit>
struct PositionFold {
  struct State {
    Value<T> value;
    int64_t index;  // -1: none yet
  };

  State start(int64_t) const noexcept { return {Value<T>(0), -1}; }
  void line(State& state, const T* in, int64_t count, int64_t index) const noexcept {
    for (int64_t i = 0; i < count; i++) consider(state, in[i], index + i);
  }
  void row(State* states, const T* in, int64_t count, int64_t index) const noexcept {
    for (int64_t i = 0; i < count; i++) consider(states[i], in[i], index);
  }
  void merge(State& into, const State& from) const noexcept {
    if (from.index >= 0) consider(into, from.value, from.index);
  }

 private:
  static void consider(State& state, Value<T> value, int64_t index) noexcept {
    const bool nan = value != value, was_nan = state.value != state.value;
    if (nan && omit) return;
    const bool beyond = smallest ? value < state.value : value > state.value;
    if (state.index < 0 || (!was_nan && (nan || beyond))) state = {value, index};
  }
};

}  // namespace openhcs
#endif
