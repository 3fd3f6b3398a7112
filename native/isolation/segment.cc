#ifdef __linux__
#include "segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <limits>
#include <new>

#include "young-constants.h"

namespace openhcs::isolation {
namespace {

constexpr int fixed_size = F_SEAL_SHRINK | F_SEAL_GROW;

/** The size of a segment. By fstat itself, because the C library's wrapper may be a call that takes a path, which a hardened process may not. */
Result<std::uint64_t> size_of(Descriptor descriptor) noexcept {
  const int seals = fcntl(descriptor, F_GET_SEALS);
  if (seals < 0 || (seals & fixed_size) != fixed_size) return SystemError{"fcntl", seals < 0 ? errno : EINVAL};
  struct stat status;
  if (syscall(SYS_fstat, descriptor, &status) != 0) return SystemError{"fstat", errno};
  return static_cast<std::uint64_t>(status.st_size);
}

/** Pages that exist are entered around one that is read, unless a machine is set up otherwise. */
constexpr std::size_t around_a_fault = 64 << 10, page = 4096;

/**
 * Enters pages into the page table by reading some of them, which copies none that is private and lets the shared ones be written without
 * another fault. Twice as fast as asking for all of them. Fails where there is no memory for them, which would be a fault later.
 */
Outcome populate_pages(void* address, std::size_t bytes) noexcept {
  for (std::size_t at = 0; at < bytes; at += around_a_fault) {
    int status;
    do status = madvise(static_cast<char*>(address) + at, page, MADV_POPULATE_READ);
    while (status != 0 && errno == EINTR);
    // Before Linux 5.14 pages are entered when touched, which is slower and no error.
    if (status != 0) return errno == EINVAL ? Outcome{} : SystemError{"madvise", errno};
  }
  return {};
}

/** Reads a byte of every page: on virtual machines without page tables of their own the first access to each takes microseconds, though it is entered. For threads that have the time. */
void touch_pages(const void* address, std::size_t bytes) noexcept {
  const volatile char* const bytes_of = static_cast<const char*>(address);
  for (std::size_t at = 0; at < bytes; at += page) (void)bytes_of[at];
}

}  // namespace

Result<Descriptor> create_segment(std::uint64_t bytes) noexcept {
  if (bytes == 0) return SystemError{"ftruncate", EINVAL};
  if (bytes > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) return SystemError{"ftruncate", EFBIG};
  constexpr unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  Descriptor descriptor = memfd_create("openhcs-array", flags | MFD_NOEXEC_SEAL);
  if (descriptor < 0 && errno == EINVAL) descriptor = memfd_create("openhcs-array", flags);
  if (descriptor < 0) return SystemError{"memfd_create", errno};
  const char* failed = nullptr;
  if (ftruncate(descriptor, static_cast<off_t>(bytes)) != 0) failed = "ftruncate";
  else if (fcntl(descriptor, F_ADD_SEALS, fixed_size | F_SEAL_SEAL) != 0) failed = "fcntl";
  if (failed == nullptr) return descriptor;
  const SystemError error{failed, errno};
  close(descriptor);
  return error;
}

bool is_segment(Descriptor descriptor) noexcept { return !failure(size_of(descriptor)); }

Result<Descriptor> reopen_for_reading(Descriptor segment) noexcept {
  const Result<std::uint64_t> size = size_of(segment);
  if (const SystemError* error = failure(size)) return *error;
  char path[32];
  std::snprintf(path, sizeof path, "/proc/self/fd/%d", segment);
  const Descriptor descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return SystemError{"open", errno};
  return descriptor;
}

Outcome zero_segment(Descriptor segment) noexcept {
  static const char zeros[1 << 18] = {};
  const Result<std::uint64_t> size = size_of(segment);
  if (const SystemError* error = failure(size)) return *error;
  for (std::uint64_t at = 0; at < std::get<std::uint64_t>(size);) {
    const std::uint64_t left = std::get<std::uint64_t>(size) - at;
    const ssize_t count = pwrite(segment, zeros, left < sizeof zeros ? left : sizeof zeros, static_cast<off_t>(at));
    if (count >= 0) at += static_cast<std::uint64_t>(count);
    else if (errno != EINTR) return SystemError{"pwrite", errno};
  }
  return {};
}

Result<Descriptor> duplicate(Descriptor descriptor) noexcept {
  const Descriptor duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (duplicate < 0) return SystemError{"fcntl", errno};
  return duplicate;
}

Outcome close_descriptor(Descriptor descriptor) noexcept {
  // On Linux the descriptor is gone after EINTR too; another try could close somebody else's.
  if (close(descriptor) != 0 && errno != EINTR) return SystemError{"close", errno};
  return {};
}

Result<std::shared_ptr<Mapping>> Mapping::of(Descriptor segment, std::uint64_t bytes, Access access, bool populate) noexcept {
  if (bytes == 0) return SystemError{"mmap", EINVAL};
  const Result<std::uint64_t> size = size_of(segment);
  if (const SystemError* error = failure(size)) return *error;
  if (bytes > std::get<std::uint64_t>(size)) return SystemError{"mmap", EOVERFLOW};

  constexpr int writable = PROT_READ | PROT_WRITE;
  const int protection = access == Access::shared ? writable : PROT_READ;
  void* address = mmap(nullptr, bytes, protection, access == Access::copy_on_write ? MAP_PRIVATE : MAP_SHARED, segment, 0);
  if (address == MAP_FAILED) return SystemError{"mmap", errno};
  std::shared_ptr<Mapping> mapping;
  try {
    mapping = std::make_shared<Mapping>(address, bytes, access);
  } catch (const std::bad_alloc&) {
    munmap(address, bytes);
    return SystemError{"mmap", ENOMEM};
  }
  if (access == Access::copy_on_write) {
    if (const Outcome error = mapping->watch()) return *error;
  }
  if (populate) {
    if (const Outcome error = populate_pages(address, bytes)) return *error;
    if (access == Access::shared) touch_pages(address, bytes); // What is mapped to be written to is mapped ahead, and written to as a whole.
  }
  return mapping;
}

Mapping::Mapping(void* address, std::size_t bytes, Access access) noexcept : address_(address), bytes_(bytes), access_(access) {}

Mapping::~Mapping() {
  watch_.reset();
  munmap(address_, bytes_);
}

Outcome Mapping::drop_writes() noexcept {
  if (!is_written()) return {};
  if (watch_) return watch_->drop_writes();
  return madvise(address_, bytes_, MADV_DONTNEED) == 0 ? Outcome{} : SystemError{"madvise", errno};
}

Outcome Mapping::watch() noexcept {
  watch_.emplace(address_, bytes_);
  if (watch_->is_watching()) return {};
  watch_.reset();
  return mprotect(address_, bytes_, PROT_READ | PROT_WRITE) == 0 ? Outcome{} : SystemError{"mprotect", errno};
}

Outcome Mapping::revoke(Leftover leftover) noexcept {
  if (is_revoked_) return {};
  const int protection = leftover == Leftover::watched ? PROT_READ : PROT_READ | PROT_WRITE;
  watch_.reset();
  if (mmap(address_, bytes_, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) == MAP_FAILED) return SystemError{"mmap", errno};
  is_revoked_ = true;
  return leftover == Leftover::watched ? watch() : Outcome{};
}

Outcome Mapping::remap(Descriptor segment, bool populate) noexcept {
  if (access_ != Access::copy_on_write) return SystemError{"mmap", EINVAL};
  const Result<std::uint64_t> size = size_of(segment);
  if (const SystemError* error = failure(size)) return *error;
  if (bytes_ > std::get<std::uint64_t>(size)) return SystemError{"mmap", EOVERFLOW};
  watch_.reset();
  if (mmap(address_, bytes_, PROT_READ, MAP_PRIVATE | MAP_FIXED, segment, 0) == MAP_FAILED) return SystemError{"mmap", errno};
  is_revoked_ = false;
  if (const Outcome error = watch()) return error;
  return populate ? populate_pages(address_, bytes_) : Outcome{};
}

Result<std::shared_ptr<Mapping>> Mapping::renew() noexcept {
  if (is_revoked_ || access_ != Access::shared) return SystemError{"mremap", EINVAL};
  // The old address stays taken in between: another thread could map something there.
  void* const address = mremap(address_, bytes_, bytes_, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, nullptr);
  if (address == MAP_FAILED) return SystemError{"mremap", errno};
  Outcome error = revoke(Leftover::writable);
  try {
    if (!error) return std::make_shared<Mapping>(address, bytes_, access_);
  } catch (const std::bad_alloc&) {
    error = SystemError{"mremap", ENOMEM};
  }
  munmap(address, bytes_);
  return *error;
}

}  // namespace openhcs::isolation
#endif
