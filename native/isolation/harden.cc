#ifdef __linux__
#include "harden.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "descriptors.h"
#include "filter.h"
#include "platform.h"
#include "segment.h"

namespace openhcs::isolation {
namespace {

bool can_make_segments() noexcept {
  const Result<Descriptor> segment = create_segment(1);
  if (failure(segment)) return false;
  close_descriptor(std::get<Descriptor>(segment));
  return true;
}

bool can_limit() noexcept {
  struct rlimit limit;
  return prlimit(getpid(), RLIMIT_DATA, nullptr, &limit) == 0;
}

}  // namespace

Facts facts() noexcept { return {platform, arch, can_make_segments(), has_system_call_filter(), can_limit()}; }

Outcome harden(std::int64_t parent_id) {
  if (!has_system_call_filter()) return SystemError{"seccomp", ENOSYS};
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return SystemError{"prctl", errno};
  // A parent that died before the line above sends no signal any more.
  if (getppid() != parent_id) return SystemError{"getppid", ESRCH};
  if (const Outcome error = check_descriptors()) return error;
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return SystemError{"prctl", errno};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return SystemError{"prctl", errno};
  return filter_system_calls();
}

void exit_now(int code) noexcept { _exit(code); }

}  // namespace openhcs::isolation
#endif
