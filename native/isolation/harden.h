#ifndef OPENHCS_ISOLATION_HARDEN_H
#define OPENHCS_ISOLATION_HARDEN_H

#include <cstdint>

#include "result.h"

namespace openhcs::isolation {

struct Facts {
  const char* platform;
  const char* arch;
  bool segments, system_call_filter, limits;
};

/** What this build and this kernel can do; each is tried, not guessed. */
Facts facts() noexcept;

/**
 * Locks this process down for good: killed when the thread ends that started it, not dumpable nor traceable, no new privileges, only
 * allowed system calls. ESRCH where its parent is another one than `parent_id`, EBADF where a descriptor is open
 * by which it would reach anything (see descriptors.h). Where it fails, the process is to end.
 */
Outcome harden(std::int64_t parent_id);

/** Ends this process at once, with nothing torn down. */
[[noreturn]] void exit_now(int code) noexcept;

}  // namespace openhcs::isolation
#endif
