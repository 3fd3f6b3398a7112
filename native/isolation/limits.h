#ifndef OPENHCS_ISOLATION_LIMITS_H
#define OPENHCS_ISOLATION_LIMITS_H

#include <cstdint>
#include <optional>

#include "result.h"

namespace openhcs::isolation {

/** Those that are given are set; the others stay as they are. */
struct Limits {
  std::optional<std::uint64_t> data_bytes, cpu_seconds, open_files, file_bytes, core_bytes;
};

/**
 * Sets the soft limits of a child of this process, at most to its hard ones, which stay: so they can be changed again from here, while
 * a hardened process can change neither. Of processor time it sets both, so that it can only be lowered. ECHILD where the process is no
 * child, or one whose end was noticed already.
 */
Outcome set_limits(std::int64_t process_id, const Limits& limits) noexcept;

}  // namespace openhcs::isolation
#endif
