#ifndef OPENHCS_COMMON_SIMD_H
#define OPENHCS_COMMON_SIMD_H

#include <string_view>

#if defined(__GNUC__) && defined(__x86_64__)
#define OPENHCS_X86_TARGETS 1
#define OPENHCS_TARGET_AVX2 __attribute__((target("avx2,fma,bmi,bmi2"), flatten))
#define OPENHCS_TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi,bmi2"), flatten))
#endif

#if defined(__GNUC__)
#define OPENHCS_INLINE inline __attribute__((always_inline))
#elif defined(_MSC_VER)
#define OPENHCS_INLINE __forceinline
#else
#define OPENHCS_INLINE inline
#endif

/** Promises that iterations are independent (reductions apart), so that the loop below becomes vector code. */
#if defined(_MSC_VER) && !defined(__clang__)
#define OPENHCS_VECTORIZE
#define OPENHCS_VECTORIZE_REDUCTION(clause)
#else
#define OPENHCS_PRAGMA(text) _Pragma(#text)
#define OPENHCS_VECTORIZE OPENHCS_PRAGMA(omp simd)
#define OPENHCS_VECTORIZE_REDUCTION(clause) OPENHCS_PRAGMA(omp simd reduction(clause))
#endif

namespace openhcs {

/** Instruction sets that loops are compiled for, worst first. `baseline` is what the compiler assumes of every machine. */
enum class InstructionSet { baseline, avx2, avx512 };

/** The best set that this processor and operating system run. */
InstructionSet best_instruction_set() noexcept;

const char* name_of(InstructionSet set) noexcept;
/** Finds a set by name; false where there is none of that name. */
bool parse(std::string_view name, InstructionSet& set) noexcept;

/** The set that loops of this thread use: the best, unless the thread pool was told to use a lesser one. */
extern thread_local InstructionSet thread_instruction_set;

namespace detail {

#if defined(OPENHCS_X86_TARGETS)
template <class Loop, class... Arguments>
OPENHCS_TARGET_AVX512 void run_avx512(Arguments... arguments) { Loop::run(arguments...); }
template <class Loop, class... Arguments>
OPENHCS_TARGET_AVX2 void run_avx2(Arguments... arguments) { Loop::run(arguments...); }
#endif

}  // namespace detail

/**
 * Calls `Loop::run(arguments...)`, compiled for the instruction set of this thread.
 *
 * `run` must be OPENHCS_INLINE and call only what is inlined: one plain loop over contiguous elements, which the compiler
 * vectorises once for each instruction set. Arguments go by value: pointers and numbers.
 */
template <class Loop, class... Arguments>
inline void simd(Arguments... arguments) {
#if defined(OPENHCS_X86_TARGETS)
  switch (thread_instruction_set) {
    case InstructionSet::avx512: return detail::run_avx512<Loop>(arguments...);
    case InstructionSet::avx2: return detail::run_avx2<Loop>(arguments...);
    case InstructionSet::baseline: break;
  }
#endif
  Loop::run(arguments...);
}

}  // namespace openhcs
#endif
