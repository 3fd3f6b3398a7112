#include "simd.h"

namespace openhcs {
namespace {
constexpr const char* names[] = {"baseline", "avx2", "avx512"};
}

InstructionSet best_instruction_set() noexcept {
#if defined(OPENHCS_X86_TARGETS)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  if (!avx2) return InstructionSet::baseline;
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return avx512 ? InstructionSet::avx512 : InstructionSet::avx2;
#else
  return InstructionSet::baseline;
#endif
}

const char* name_of(InstructionSet set) noexcept { return names[static_cast<int>(set)]; }

bool parse(std::string_view name, InstructionSet& set) noexcept {
  for (int i = 0; i < 3; i++) {
    if (name != names[i]) continue;
    set = static_cast<InstructionSet>(i);
    return true;
  }
  return false;
}

thread_local InstructionSet thread_instruction_set = best_instruction_set();

}  // namespace openhcs
