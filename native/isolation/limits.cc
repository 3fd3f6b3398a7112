#ifdef __linux__
#include "limits.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

namespace openhcs::isolation {
namespace {

/** The number of a child that ended may be another process by now. */
Outcome is_child(std::int64_t process_id) noexcept {
  if (process_id <= 0 || process_id > std::numeric_limits<pid_t>::max()) return SystemError{"prlimit", ESRCH};
  siginfo_t unused;
  int status;
  do status = waitid(P_PID, static_cast<id_t>(process_id), &unused, WEXITED | WNOHANG | WNOWAIT);
  while (status != 0 && errno == EINTR);
  if (status != 0) return SystemError{"waitid", errno};
  return {};
}

}  // namespace

Outcome set_limits(std::int64_t process_id, const Limits& limits) noexcept {
  if (const Outcome error = is_child(process_id)) return error;
  using Resource = decltype(RLIMIT_DATA);
  const std::pair<Resource, const std::optional<std::uint64_t>&> wanted[] = {
      {RLIMIT_DATA, limits.data_bytes},  {RLIMIT_CPU, limits.cpu_seconds},  {RLIMIT_NOFILE, limits.open_files},
      {RLIMIT_FSIZE, limits.file_bytes}, {RLIMIT_CORE, limits.core_bytes},
  };
  for (const auto& [resource, value] : wanted) {
    if (!value) continue;
    struct rlimit limit;
    if (prlimit(static_cast<pid_t>(process_id), resource, nullptr, &limit) != 0) return SystemError{"prlimit", errno};
    limit.rlim_cur = std::min<rlim_t>(*value, limit.rlim_max);
    // Beyond the soft limit of processor time comes a signal that a process can handle, beyond the hard one its end.
    if (resource == RLIMIT_CPU) limit.rlim_max = limit.rlim_cur;
    if (prlimit(static_cast<pid_t>(process_id), resource, &limit, nullptr) != 0) return SystemError{"prlimit", errno};
  }
  return {};
}

}  // namespace openhcs::isolation
#endif
