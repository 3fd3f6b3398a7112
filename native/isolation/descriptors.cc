#ifdef __linux__
#include "descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "segment.h"
#include "young-constants.h"

namespace openhcs::isolation {
namespace {

constexpr Descriptor connection = STDERR_FILENO + 1;

/** Other threads open files for a moment: the C library reads how many processors there are when one first allocates. What stays is another matter. */
constexpr int most_looks = 100;

/** Calls `visit` with every descriptor from the connection on, until one fails. */
template <class Visit>
Outcome for_each_descriptor(const Visit& visit) noexcept {
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return SystemError{"opendir", errno};
  Outcome error;
  while (const dirent* entry = error ? nullptr : readdir(folder)) {
    const auto descriptor = static_cast<Descriptor>(std::strtol(entry->d_name, nullptr, 10));
    if (descriptor >= connection && descriptor != dirfd(folder)) error = visit(descriptor);
  }
  closedir(folder);
  return error;
}

Outcome close_on_exec(Descriptor descriptor) noexcept {
  const int flags = fcntl(descriptor, F_GETFD);
  // Another thread may have closed it meanwhile.
  if (flags < 0 ? errno == EBADF : fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) == 0) return {};
  return SystemError{"fcntl", errno};
}

/** Whether a thread of the kernel works off the ring, for which the process need make no call: so the filter would not see what it does. */
bool is_polled_ring(Descriptor ring) noexcept {
  char path[40], line[80];
  std::snprintf(path, sizeof path, "/proc/self/fdinfo/%d", ring);
  std::FILE* const file = std::fopen(path, "re");
  if (file == nullptr) return true;
  bool has_none = false;
  while (std::fgets(line, sizeof line, file) != nullptr) has_none = has_none || std::strcmp(line, "SqThread:\t-1\n") == 0;
  std::fclose(file);
  return !has_none;
}

/** What the event loop of Node is made of, which is told by its name alone; a pipe with a path has another. */
bool is_of_event_loop(Descriptor descriptor) noexcept {
  char path[40], name[40];
  std::snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(path, name, sizeof name - 1);
  name[length < 0 ? 0 : length] = '\0';
  if (std::strcmp(name, "anon_inode:[io_uring]") == 0) return !is_polled_ring(descriptor);
  for (const char* start : {"pipe:[", "anon_inode:[eventfd]", "anon_inode:[eventpoll]", "anon_inode:[timerfd]", "anon_inode:[signalfd]"}) {
    if (std::strncmp(name, start, std::strlen(start)) == 0) return true;
  }
  return false;
}

bool is_harmless(Descriptor descriptor) noexcept {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return errno == EBADF;  // Closed by another thread since it was listed.
  switch (status.st_mode & S_IFMT) {
    case S_IFSOCK: return descriptor == connection;
    case S_IFREG: return is_segment(descriptor);
    case S_IFCHR: return status.st_rdev == makedev(1, 3);  // /dev/null
    case S_IFIFO:
    case 0: return is_of_event_loop(descriptor);
    default: return false;
  }
}

}  // namespace

Outcome withhold_descriptors() noexcept {
  // Of Linux 5.11; where a container's own filter does not know it, it fails with anything.
  if (syscall(SYS_close_range, connection, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return {};
  return for_each_descriptor(close_on_exec);
}

Outcome check_descriptors() noexcept {
  Outcome error;
  for (int looks = 0; looks < most_looks; looks++) {
    error = for_each_descriptor([](Descriptor descriptor) -> Outcome {
      if (is_harmless(descriptor)) return {};
      return SystemError{"harden", EBADF};
    });
    if (!error) break;
    const struct timespec pause = {0, 2'000'000};
    nanosleep(&pause, nullptr);
  }
  return error;
}

}  // namespace openhcs::isolation
#endif
