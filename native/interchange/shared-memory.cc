#include "shared-memory.h"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <set>

namespace openhcs {
namespace {

/** Names that this process made, to be taken away when it ends by itself. */
class Names {
 public:
  ~Names() {
    for (const std::string& name : names_) shm_unlink(name.c_str());
  }

  void add(const std::string& name) {
    const std::lock_guard lock(guard_);
    names_.insert(name);
  }

  bool remove(const std::string& name) {
    const std::lock_guard lock(guard_);
    return names_.erase(name) > 0;
  }

 private:
  std::mutex guard_;
  std::set<std::string> names_;
};

Names names;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

[[noreturn]] void fail(int number, const char* call) { throw std::system_error(number, std::generic_category(), call); }

Mapping map(int descriptor, size_t bytes, int sharing) {
  void* const data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, sharing, descriptor, 0);
  if (data == MAP_FAILED) fail(errno, "mmap");
  return {data, bytes};
}

/** Gives a fresh file all its pages. */
int reserve(int descriptor, size_t bytes) {
#ifdef __linux__
  int status;
  do status = posix_fallocate(descriptor, 0, static_cast<off_t>(bytes));
  while (status == EINTR);
  return status;
#else
  return ftruncate(descriptor, static_cast<off_t>(bytes)) == 0 ? 0 : errno;
#endif
}

}  // namespace

Mapping create_shared(const std::string& name, size_t bytes) {
  const Descriptor segment(shm_open(name.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600));
  if (segment.number() < 0) fail(errno, "shm_open");
  names.add(name);
  try {
    if (const int status = reserve(segment.number(), bytes)) fail(status, "posix_fallocate");
    return map(segment.number(), bytes, MAP_SHARED);
  } catch (...) {
    unlink_shared(name);
    throw;
  }
}

Mapping open_shared(const std::string& name, size_t bytes) {
  const Descriptor segment(shm_open(name.c_str(), O_RDONLY | O_CLOEXEC, 0));
  if (segment.number() < 0) fail(errno, "shm_open");
  struct stat status;
  if (fstat(segment.number(), &status) != 0) fail(errno, "fstat");
  if (static_cast<size_t>(status.st_size) < bytes) fail(EOVERFLOW, "fstat");
  return map(segment.number(), bytes, MAP_PRIVATE);
}

void unlink_shared(const std::string& name) noexcept {
  if (names.remove(name)) shm_unlink(name.c_str());
}

void unmap(const Mapping& mapping) noexcept { munmap(mapping.data, mapping.bytes); }

}  // namespace openhcs

#else
namespace openhcs {

Mapping create_shared(const std::string&, size_t) { throw std::system_error(std::make_error_code(std::errc::function_not_supported), "shm_open"); }
Mapping open_shared(const std::string&, size_t) { throw std::system_error(std::make_error_code(std::errc::function_not_supported), "shm_open"); }
void unlink_shared(const std::string&) noexcept {}
void unmap(const Mapping&) noexcept {}

}  // namespace openhcs
#endif
