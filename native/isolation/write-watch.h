#ifndef OPENHCS_ISOLATION_WRITE_WATCH_H
#define OPENHCS_ISOLATION_WRITE_WATCH_H

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "result.h"

namespace openhcs::isolation {

/**
 * Tells whether a mapping was written to: it is mapped for reading alone, and the first write, which faults, makes all of it writable.
 *
 * For the process's life, faults are handled here first; those that are none of ours go to whoever handled them before (Node's
 * traps of WebAssembly, say) or end the process. A system call that writes does not fault but fails with EFAULT; see `make_writable`.
 */
class WriteWatch {
 public:
  /** Begins to watch what is readable alone. It may not be able to, and then `is_watching` is false and the mapping stays as it is. */
  WriteWatch(void* address, std::size_t bytes) noexcept;
  /** To be over before the pages are unmapped, for their addresses may be another mapping's then. */
  ~WriteWatch();
  WriteWatch(const WriteWatch&) = delete;
  WriteWatch& operator=(const WriteWatch&) = delete;

  bool is_watching() const noexcept { return range_ != nullptr; }
  bool saw_write() const noexcept;
  /** Drops what was written and watches for the next first write. */
  Outcome drop_writes() noexcept;

 private:
  std::atomic<std::uint64_t>* const range_;
};

/** What a write to the address would do first, where a mapping is watched there; nothing elsewhere. ENOMEM where there is no memory for it. */
Outcome make_writable(const void* address) noexcept;

}  // namespace openhcs::isolation
#endif
