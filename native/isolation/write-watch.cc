#ifdef __linux__
#include "write-watch.h"

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <iterator>

namespace openhcs::isolation {
namespace {

using Word = std::uint64_t;
static_assert(std::atomic<Word>::is_always_lock_free, "a signal handler reads them");

constexpr int page_bits = 12, count_bits = 27, address_bits = 48;
constexpr Word written = 1;

/** Pages that are watched. One word says all, so that no reader ever sees half of it: first page, pages, whether they were written to. */
struct Range {
  std::uintptr_t address;
  std::size_t bytes;

  explicit Range(Word word) noexcept
      : address(static_cast<std::uintptr_t>(word >> (count_bits + 1)) << page_bits), bytes((word >> 1 & ((Word{1} << count_bits) - 1)) << page_bits) {}
  Range(const void* from, std::size_t length) noexcept : address(reinterpret_cast<std::uintptr_t>(from)), bytes(length) {}

  /** 0 where it has no room in a word, which is from 512 GiB on. */
  Word word() const noexcept {
    const Word first = address >> page_bits, count = (Word{bytes} + (1 << page_bits) - 1) >> page_bits;
    return first >> (address_bits - page_bits) != 0 || count >> count_bits != 0 ? 0 : first << (count_bits + 1) | count << 1;
  }

  bool holds(std::uintptr_t where) const noexcept { return where - address < bytes; }
  int protect(int protection) const noexcept { return mprotect(reinterpret_cast<void*>(address), bytes, protection); }
};

/** A free place is 0. Fixed, for what a signal handler looks at may not move. */
std::atomic<Word> ranges[4096];
/** One past the last place that was ever taken. */
std::atomic<std::size_t> taken = 0;

/** The place of the range that an address lies in. Whoever may touch the address keeps its mapping, so that its place stays what it is. */
std::atomic<Word>* find(std::uintptr_t address) noexcept {
  const std::size_t end = taken.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < end; i++) {
    if (Range(ranges[i].load(std::memory_order_acquire)).holds(address)) return &ranges[i];
  }
  return nullptr;
}

/** Says so before it does so: the other way round a thread could write, and be asked, in between. Threads that fault at once may all do it. */
Outcome open_for_writing(std::atomic<Word>& range) noexcept {
  const Range pages(range.fetch_or(written));
  return pages.protect(PROT_READ | PROT_WRITE) == 0 ? Outcome{} : SystemError{"mprotect", errno};
}

#if defined(__x86_64__)
constexpr bool knows_stores = true;
bool is_store(const ucontext_t& context, std::uintptr_t) noexcept {
  constexpr greg_t write = 2;
  return (context.uc_mcontext.gregs[REG_ERR] & write) != 0;
}
#elif defined(__aarch64__)
constexpr bool knows_stores = true;
/** Loads never fault in what is readable, so that what is no store is an instruction that was to be executed there. */
bool is_store(const ucontext_t& context, std::uintptr_t address) noexcept { return context.uc_mcontext.pc != address; }
#else
constexpr bool knows_stores = false;
bool is_store(const ucontext_t&, std::uintptr_t) noexcept { return false; }
#endif

struct sigaction former;

/**
 * What would have happened without us. Where that is the process's end, which Node's own handler leaves to the default too, the instruction
 * that faulted faults again; but what another process sent does not come again by itself. A hardened process may not signal itself, and
 * ends as a shell would say that it did.
 */
void pass_on(int signal, siginfo_t* info, void* context) noexcept {
  struct sigaction now {};
  now.sa_handler = SIG_DFL;
  if ((former.sa_flags & SA_SIGINFO) != 0) former.sa_sigaction(signal, info, context);
  else if (former.sa_handler != SIG_DFL && former.sa_handler != SIG_IGN) former.sa_handler(signal);
  else sigaction(signal, &now, nullptr);
  const bool ends = sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_DFL;
  if (ends && info->si_code <= 0 && raise(signal) != 0) _exit(128 + signal);
}

/** Last words, by which the end that follows is understood. */
void say_out_of_memory() noexcept {
  constexpr char words[] = "FATAL ERROR: writing to a private mapping: Cannot allocate memory\n";
  [[maybe_unused]] const ssize_t count = write(STDERR_FILENO, words, sizeof words - 1);
}

/** Everything in here, and in what it calls, may run at any moment of any thread. */
void on_fault(int signal, siginfo_t* info, void* context) {
  const int error = errno;
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (info->si_code == SEGV_ACCERR && is_store(*static_cast<const ucontext_t*>(context), address)) {
    if (std::atomic<Word>* const range = find(address)) {
      const bool is_open = !open_for_writing(*range);
      errno = error;
      if (is_open) return;
      say_out_of_memory();
    }
  }
  pass_on(signal, info, context);
  errno = error;
}

/** Once, at the first need. The binary is linked never to be unloaded, as it would be with the last worker that loaded it. */
bool handles_faults() noexcept {
  static const bool handles = [] {
    if (!knows_stores || sigaction(SIGSEGV, nullptr, &former) != 0) return false;
    struct sigaction ours {};
    ours.sa_sigaction = on_fault;
    ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&ours.sa_mask);
    return sigaction(SIGSEGV, &ours, nullptr) == 0;
  }();
  return handles;
}

std::atomic<Word>* take_place(Word word) noexcept {
  if (word == 0 || !handles_faults()) return nullptr;
  for (std::size_t i = 0; i < std::size(ranges); i++) {
    Word none = 0;
    if (!ranges[i].compare_exchange_strong(none, word)) continue;
    for (std::size_t seen = taken.load(); seen <= i && !taken.compare_exchange_weak(seen, i + 1);) {}
    return &ranges[i];
  }
  return nullptr;
}

}  // namespace

WriteWatch::WriteWatch(void* address, std::size_t bytes) noexcept : range_(take_place(Range(address, bytes).word())) {}

WriteWatch::~WriteWatch() {
  if (range_ != nullptr) range_->store(0);
}

bool WriteWatch::saw_write() const noexcept { return (range_->load() & written) != 0; }

Outcome WriteWatch::drop_writes() noexcept {
  // What a thread writes from here on is either dropped or faults.
  const Range pages(range_->fetch_and(~written));
  const char* failed = nullptr;
  if (pages.protect(PROT_READ) != 0) failed = "mprotect";
  else if (madvise(reinterpret_cast<void*>(pages.address), pages.bytes, MADV_DONTNEED) != 0) failed = "madvise";
  if (failed == nullptr) return {};
  const SystemError error{failed, errno};
  range_->fetch_or(written);
  return error;
}

Outcome make_writable(const void* address) noexcept {
  std::atomic<Word>* const range = find(reinterpret_cast<std::uintptr_t>(address));
  return range == nullptr ? Outcome{} : open_for_writing(*range);
}

}  // namespace openhcs::isolation
#endif
