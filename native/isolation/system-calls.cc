#ifdef __linux__
#include "system-calls.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "young-constants.h"

namespace openhcs::isolation {

#if defined(__x86_64__) && defined(__LP64__)
// The calls of the x32 ABI carry bit 30 in their numbers, and so are none of these.
const std::uint32_t filtered_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__) && defined(__LP64__) && defined(__AARCH64EL__)
const std::uint32_t filtered_architecture = AUDIT_ARCH_AARCH64;
#else
const std::uint32_t filtered_architecture = 0;
#endif

namespace {

const std::vector<std::uint32_t> clocks = {CLOCK_REALTIME,      CLOCK_MONOTONIC,       CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID,
                                           CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC_COARSE,   CLOCK_BOOTTIME};

/** What locks and conditions of the C library do, musl's included. No priorities are lent. */
std::vector<std::uint32_t> waits() {
  std::vector<std::uint32_t> all = {FUTEX_REQUEUE | FUTEX_PRIVATE_FLAG};
  for (const std::uint32_t wait : {FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME}) {
    all.insert(all.end(), {wait | FUTEX_PRIVATE_FLAG, wait});
  }
  return all;
}

}  // namespace

/**
 * Found by tracing what Node 20 and Node 24 do after hardening: compiling, collecting garbage on all threads, running out of memory,
 * waiting, exchanging messages and segments, ending.
 *
 * What is absent is the point: nothing that takes a path, makes a descriptor, a socket, a thread or a process, signals, sees or traces
 * another process, or changes limits, rights or namespaces. Threads must exist before (V8's do). io_uring is absent, for nobody filters
 * what a ring does; libuv has one, by which it begins and ends to watch descriptors, and ends the process where it may not.
 */
std::vector<AllowedCall> allowed_calls(const std::vector<std::uint32_t>& threads) {
  const auto number = [](int value) { return static_cast<std::uint32_t>(value); };
  return {
      // Threads that exist wait for each other and give way.
      {SYS_futex, {one_of(1, waits())}},
      {SYS_sched_yield},
      // The first call of a thread, which may have been made before and not have run yet: where it fails, the C library ends the process.
      {SYS_rseq},
      // Of its own threads alone: the others interrupt every processor of the machine.
      {SYS_membarrier,
       {one_of(0, {number(MEMBARRIER_CMD_QUERY), number(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED), number(MEMBARRIER_CMD_PRIVATE_EXPEDITED),
                   number(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE), number(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE)})}},
      // How they are scheduled, which Node 24 asks before one waits for another. Of any other process it would say whether there is one.
      {SYS_sched_getscheduler, {one_of(0, threads)}},
      {SYS_sched_getparam, {one_of(0, threads)}},

      // Memory of its own, and segments by their descriptors. Executable too, which compiled JavaScript must be. But neither what
      // RLIMIT_DATA does not count (what is shared and no segment, stacks that grow) nor pages that cannot be swapped or are huge.
      {SYS_mmap, {only_bits(3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED | MAP_FIXED_NOREPLACE)}},
      {SYS_mmap, {only_bits(3, MAP_SHARED)}},
      {SYS_munmap},
      {SYS_mprotect},
      {SYS_pkey_mprotect},
      {SYS_mremap},
      {SYS_brk},
      // Some advice changes what other processes see or takes pages of the machine out of service: only that about mappings of its own.
      {SYS_madvise,
       {one_of(2, {number(MADV_NORMAL), number(MADV_RANDOM), number(MADV_SEQUENTIAL), number(MADV_WILLNEED), number(MADV_DONTNEED), number(MADV_FREE),
        number(MADV_DONTFORK), number(MADV_DOFORK), number(MADV_HUGEPAGE), number(MADV_NOHUGEPAGE), number(MADV_DONTDUMP),
        number(MADV_DODUMP), number(MADV_POPULATE_READ)})}},

      // Descriptors that are open, or that the parent sends. Sending none, for those on their way count against the parent's user, and
      // nothing to an address or out of band.
      {SYS_recvmsg, {one_of(2, {number(MSG_CMSG_CLOEXEC), number(MSG_CMSG_CLOEXEC | MSG_DONTWAIT)})}},
      {SYS_sendto, {one_of(3, {number(MSG_DONTWAIT | MSG_NOSIGNAL)}), null_pointer(4)}},
      {SYS_read},
      {SYS_write},
      {SYS_readv},
      {SYS_writev},
      {SYS_close},
      {SYS_fstat},
      {SYS_fcntl, {one_of(1, {number(F_GETFL), number(F_GET_SEALS)})}},
      // Node lets its standard streams wait again before it ends. Nothing else, for it may share them.
      {SYS_fcntl, {one_of(0, {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}), one_of(1, {F_SETFL}),
                   without_bits(2, O_NONBLOCK | O_APPEND | O_ASYNC | O_DIRECT | O_NOATIME)}},

      // Waiting for them.
      {SYS_epoll_ctl},
      {SYS_epoll_pwait},
      {SYS_ppoll},
#ifdef __x86_64__
      {SYS_epoll_wait},
      {SYS_poll},
#endif

      // Time, where the machine's clock is not readable without a call, and what it used itself: every process has a clock too.
      {SYS_clock_gettime, {one_of(0, clocks)}},
      {SYS_clock_getres, {one_of(0, clocks)}},
      {SYS_clock_nanosleep, {one_of(0, {CLOCK_REALTIME, CLOCK_MONOTONIC})}},
      {SYS_nanosleep},
      {SYS_gettimeofday},
#ifdef __x86_64__
      {SYS_time},
#endif

      // Who it is, what it used, and randomness.
      {SYS_getpid},
      {SYS_gettid},
      {SYS_getppid},
      {SYS_getrusage},
      {SYS_getrandom},

      // Handlers of its own signals, which Node resets when it ends; waits that were stopped and go on; the end.
      {SYS_rt_sigaction},
      {SYS_rt_sigprocmask},
      {SYS_rt_sigreturn},
      {SYS_restart_syscall},
      {SYS_exit},
      {SYS_exit_group},
  };
}

}  // namespace openhcs::isolation
#endif
