#ifndef OPENHCS_ISOLATION_SEGMENT_H
#define OPENHCS_ISOLATION_SEGMENT_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "result.h"
#include "write-watch.h"

namespace openhcs::isolation {

/** An anonymous file of zeroes that can neither shrink nor grow: a mapping within its size never faults for want of a page of the file. */
Result<Descriptor> create_segment(std::uint64_t bytes) noexcept;

bool is_segment(Descriptor descriptor) noexcept;

/** Another descriptor of a segment, for reading alone: whoever receives it can map it privately, but neither shared and writable nor write to it. */
Result<Descriptor> reopen_for_reading(Descriptor segment) noexcept;

/**
 * Fills a segment with zeros, which gives it all its pages. By its descriptor: a mapping of its own would cost as much again for entering
 * the pages, and hold up every other one of this process.
 */
Outcome zero_segment(Descriptor segment) noexcept;

/** Another descriptor of the same, for who may find the first one closed. */
Result<Descriptor> duplicate(Descriptor descriptor) noexcept;

Outcome close_descriptor(Descriptor descriptor) noexcept;

/** Shared: writes reach the segment. Private: they stay in the mapping, which then holds a copy of the page. ReadOnly: there are none. */
enum class Access { shared, copy_on_write, read_only };

/** The zeros of a revoked mapping: writable ones count as private memory at once, watched ones from their first write on. */
enum class Leftover { writable, watched };

/** Pages of a sealed segment in this process, unmapped when the last owner goes. */
class Mapping {
 public:
  /**
   * Refuses with EINVAL what is no segment, and with EOVERFLOW what is shorter than `bytes`. `populate` enters its pages into the page
   * table at once, for reading where they are private, so that none is copied.
   */
  static Result<std::shared_ptr<Mapping>> of(Descriptor segment, std::uint64_t bytes, Access access, bool populate) noexcept;

  Mapping(void* address, std::size_t bytes, Access access) noexcept;
  ~Mapping();
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  void* address() const noexcept { return address_; }
  std::size_t bytes() const noexcept { return bytes_; }
  Access access() const noexcept { return access_; }

  /** Whether a private mapping may differ from its segment: true from its first write on, and always where writes cannot be watched. */
  bool is_written() const noexcept { return !watch_ || watch_->saw_write(); }
  /** Makes a private mapping what its segment is, as if it had just been mapped. One that was not written to keeps its pages. */
  Outcome drop_writes() noexcept;
  /**
   * Puts zeros of this process alone in the place of its pages, so that whoever has the address still neither sees nor changes the segment.
   */
  Outcome revoke(Leftover leftover) noexcept;
  bool is_revoked() const noexcept { return is_revoked_; }
  /** Puts another segment in the place of a private mapping, which may be revoked. Refuses as `of`; EINVAL for a shared one. */
  Outcome remap(Descriptor segment, bool populate) noexcept;
  /** Revokes a shared mapping, whose pages go on in another one, entered in the page table as they were. EINVAL before Linux 5.13. */
  Result<std::shared_ptr<Mapping>> renew() noexcept;

 private:
  /** Watches for writes to what is readable alone; where that cannot be done, it is made writable. */
  Outcome watch() noexcept;

  void* const address_;
  const std::size_t bytes_;
  const Access access_;
  bool is_revoked_ = false;
  std::optional<WriteWatch> watch_;
};

}  // namespace openhcs::isolation
#endif
