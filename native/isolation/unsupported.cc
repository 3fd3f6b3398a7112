#ifndef __linux__
// Platforms without these calls: everything says so.
#include <cerrno>
#include <cstdlib>

#include "descriptors.h"
#include "filter.h"
#include "harden.h"
#include "limits.h"
#include "platform.h"
#include "segment.h"
#include "socket.h"
#include "write-watch.h"

namespace openhcs::isolation {

Result<Descriptor> create_segment(std::uint64_t) noexcept { return SystemError{"memfd_create", ENOSYS}; }
Result<Descriptor> reopen_for_reading(Descriptor) noexcept { return SystemError{"open", ENOSYS}; }
Outcome zero_segment(Descriptor) noexcept { return SystemError{"pwrite", ENOSYS}; }
Result<Descriptor> duplicate(Descriptor) noexcept { return SystemError{"fcntl", ENOSYS}; }
Outcome close_descriptor(Descriptor) noexcept { return SystemError{"close", ENOSYS}; }
Result<std::shared_ptr<Mapping>> Mapping::of(Descriptor, std::uint64_t, Access, bool) noexcept { return SystemError{"mmap", ENOSYS}; }
Mapping::Mapping(void* address, std::size_t bytes, Access access) noexcept : address_(address), bytes_(bytes), access_(access) {}
Mapping::~Mapping() = default;
Outcome Mapping::drop_writes() noexcept { return SystemError{"madvise", ENOSYS}; }
Outcome Mapping::revoke(Leftover) noexcept { return SystemError{"mmap", ENOSYS}; }
Outcome Mapping::remap(Descriptor, bool) noexcept { return SystemError{"mmap", ENOSYS}; }
Result<std::shared_ptr<Mapping>> Mapping::renew() noexcept { return SystemError{"mremap", ENOSYS}; }
Outcome Mapping::watch() noexcept { return SystemError{"mmap", ENOSYS}; }

WriteWatch::WriteWatch(void*, std::size_t) noexcept : range_(nullptr) {}
WriteWatch::~WriteWatch() = default;
bool WriteWatch::saw_write() const noexcept { return true; }
Outcome WriteWatch::drop_writes() noexcept { return SystemError{"madvise", ENOSYS}; }
Outcome make_writable(const void*) noexcept { return {}; }

Result<std::pair<Descriptor, Descriptor>> socket_pair() noexcept { return SystemError{"socketpair", ENOSYS}; }
Result<std::size_t> send(Descriptor, const void*, std::size_t, const std::vector<Descriptor>&, double) { return SystemError{"sendmsg", ENOSYS}; }
Result<Arrived> receive(Descriptor, void*, std::size_t, double) { return SystemError{"recvmsg", ENOSYS}; }

Outcome set_limits(std::int64_t, const Limits&) noexcept { return SystemError{"prlimit", ENOSYS}; }
Outcome withhold_descriptors() noexcept { return SystemError{"close_range", ENOSYS}; }
Outcome check_descriptors() noexcept { return SystemError{"harden", ENOSYS}; }
bool has_system_call_filter() noexcept { return false; }
Outcome filter_system_calls() { return SystemError{"seccomp", ENOSYS}; }
Facts facts() noexcept { return {platform, arch, false, false, false}; }
Outcome harden(std::int64_t) { return SystemError{"seccomp", ENOSYS}; }
void exit_now(int code) noexcept { std::_Exit(code); }

}  // namespace openhcs::isolation
#endif
