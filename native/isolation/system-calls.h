#ifndef OPENHCS_ISOLATION_SYSTEM_CALLS_H
#define OPENHCS_ISOLATION_SYSTEM_CALLS_H

#include <cstdint>
#include <utility>
#include <vector>

namespace openhcs::isolation {

/** What an argument, counted from 0, must be. Arguments are C ints, of which the kernel reads 32 bits, but for pointers. */
struct Condition {
  int argument;
  /** It must be one of these, or, where there are none … */
  std::vector<std::uint32_t> values;
  /** … have none of these bits. */
  std::uint32_t refused_bits;
  bool is_pointer;
};

inline Condition one_of(int argument, std::vector<std::uint32_t> values) { return {argument, std::move(values), 0, false}; }
inline Condition without_bits(int argument, std::uint32_t bits) { return {argument, {}, bits, false}; }
inline Condition only_bits(int argument, std::uint32_t bits) { return {argument, {}, ~bits, false}; }
inline Condition null_pointer(int argument) { return {argument, {0}, 0, true}; }

/** A system call that a hardened process may make, where all conditions hold. A call may be listed several times, with other conditions each. */
struct AllowedCall {
  long number;
  std::vector<Condition> conditions = {};
};

/** What `seccomp_data.arch` must be; 0 where there is no list for this architecture. */
extern const std::uint32_t filtered_architecture;

/** Everything that computing, and reading and writing open descriptors take. `threads` are those of this process, of which it will have no others. */
std::vector<AllowedCall> allowed_calls(const std::vector<std::uint32_t>& threads);

}  // namespace openhcs::isolation
#endif
