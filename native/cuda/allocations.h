#ifndef OPENHCS_CUDA_ALLOCATIONS_H
#define OPENHCS_CUDA_ALLOCATIONS_H

#include <cstddef>
#include <deque>

#include "context.h"
#include "streams.h"

namespace openhcs::cuda {

/** Whose memory it is, which says how it ends: the driver's pool, an allocation of its own, somebody else's, or another process's by a handle. */
enum class Origin { pool, own, adopted, opened };

/** Memory of the device with its last use. */
struct Allocation {
  Address address = 0;
  size_t bytes = 0;
  Use last;
  Origin origin = Origin::own;
  /** What `opened` closes: the beginning of what the handle is of. */
  Address base = 0;
};

/**
 * Allocates, and frees what may still be in use: in the order of streams where the driver can, otherwise once the last use has ended.
 * One caller at a time; the context must be current.
 */
class Allocations {
 public:
  Allocations(Context& context, Streams& streams, bool in_stream_order) : context_(context), streams_(streams), in_stream_order_(in_stream_order) {}

  /** @param whole apart from the pool, whose memory no other process can open */
  Allocation allocate(size_t bytes, bool whole = false);
  void free(Allocation allocation);
  /** Ends it at once, whatever may use it. */
  Result end(const Allocation& allocation) noexcept;
  /** Frees what waits to be freed, used or not: everything enqueued must have ended. */
  void destroy() noexcept;

 private:
  Allocation attempt(size_t bytes, bool whole);
  void collect();

  Context& context_;
  Streams& streams_;
  const bool in_stream_order_;
  std::deque<Allocation> freed_;
};

}  // namespace openhcs::cuda
#endif
