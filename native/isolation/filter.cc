#ifdef __linux__
#include "filter.h"

#include <dirent.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "system-calls.h"

namespace openhcs::isolation {
namespace {

/** The first of this process's threads, as many as a jump of the filter reaches over; those after them live without what they would be asked for. */
std::vector<std::uint32_t> threads_of_this_process() {
  constexpr std::size_t most = 255;
  std::vector<std::uint32_t> threads = {static_cast<std::uint32_t>(getpid())};
  DIR* const folder = opendir("/proc/self/task");
  if (folder == nullptr) return threads;
  while (const dirent* entry = readdir(folder)) {
    const auto thread = static_cast<std::uint32_t>(std::strtoul(entry->d_name, nullptr, 10));
    if (thread != 0 && thread != threads.front() && threads.size() < most) threads.push_back(thread);
  }
  closedir(folder);
  return threads;
}

const sock_filter load_number = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
const sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
/** To the end of its block. */
const sock_filter leave = BPF_STMT(BPF_JMP | BPF_JA, 0);

/** Skips the next instructions where what was loaded is this value. */
sock_filter where_equal(std::uint32_t value, std::size_t skip) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<std::uint8_t>(skip), 0);
}

/** The machine is little-endian: the 32 bits that an int argument has come first. */
sock_filter load_argument(int argument, bool upper_half = false) {
  const std::size_t offset = static_cast<std::size_t>(argument) * sizeof(std::uint64_t) + (upper_half ? sizeof(std::uint32_t) : 0);
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offsetof(seccomp_data, args) + offset));
}

/** Goes on where the condition holds, else leaves. */
void append(std::vector<sock_filter>& block, const Condition& condition) {
  if (condition.is_pointer) block.insert(block.end(), {load_argument(condition.argument, true), where_equal(0, 1), leave});
  block.push_back(load_argument(condition.argument));
  if (condition.values.empty()) block.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, condition.refused_bits, 0, 1));
  std::size_t left = condition.values.size();
  for (const std::uint32_t value : condition.values) block.push_back(where_equal(value, left--));
  block.push_back(leave);
}

/** Allows a call, or ends with nothing done: the call's number is loaded before and after it. */
std::vector<sock_filter> block_of(const AllowedCall& call) {
  std::vector<sock_filter> block = {where_equal(static_cast<std::uint32_t>(call.number), 1), leave};
  for (const Condition& condition : call.conditions) append(block, condition);
  block.push_back(allow);
  for (std::size_t i = 0; i < block.size(); i++) {
    if (block[i].code == leave.code) block[i].k = static_cast<std::uint32_t>(block.size() - i - 1);
  }
  if (!call.conditions.empty()) block.push_back(load_number);
  return block;
}

/**
 * The allow list as a program of the kernel's filter machine.
 *
 * EPERM, rather than death, for what is not listed, so that a harmless probe is answered; death for a foreign architecture, by whose
 * numbers other calls would be meant.
 */
std::vector<sock_filter> program_of(const std::vector<AllowedCall>& calls) {
  const sock_filter load_architecture = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
  const sock_filter kill = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  const sock_filter refuse = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  std::vector<sock_filter> program = {load_architecture, where_equal(filtered_architecture, 1), kill, load_number};
  for (const AllowedCall& call : calls) {
    const std::vector<sock_filter> block = block_of(call);
    program.insert(program.end(), block.begin(), block.end());
  }
  program.push_back(refuse);
  return program;
}

long seccomp(unsigned operation, unsigned flags, void* argument) noexcept { return syscall(SYS_seccomp, operation, flags, argument); }

}  // namespace

bool has_system_call_filter() noexcept {
  // With no program at all a kernel that knows the operation and its flags complains of the address alone.
  return filtered_architecture != 0 && seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, nullptr) != 0 && errno == EFAULT;
}

Outcome filter_system_calls() {
  if (filtered_architecture == 0) return SystemError{"seccomp", ENOSYS};
  std::vector<sock_filter> instructions = program_of(allowed_calls(threads_of_this_process()));
  sock_fprog program{static_cast<unsigned short>(instructions.size()), instructions.data()};
  const auto install = [&](unsigned flags) { return seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC | flags, &program); };
  // Kernels before 5.16 slow down every load of a filtered process, against attacks on secrets of its own. It has none.
  long status = install(SECCOMP_FILTER_FLAG_SPEC_ALLOW);
  if (status < 0 && errno == EINVAL) status = install(0);
  if (status < 0) return SystemError{"seccomp", errno};
  // A number above 0 is that of a thread with a filter of its own, and nothing was installed.
  if (status > 0) return SystemError{"seccomp", EBUSY};
  return {};
}

}  // namespace openhcs::isolation
#endif
