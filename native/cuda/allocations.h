#ifndef OPENHCS_CUDA_ALLOCATIONS_H
#define OPENHCS_CUDA_ALLOCATIONS_H

#include <cstddef>
#include <deque>

#include "context.h"
#include "streams.h"

namespace openhcs::cuda {

/** Memory of the device with its last use. */
struct Allocation {
  Address address = 0;
  size_t bytes = 0;
  Use last;
};

/**
 * Allocates, and frees what may still be in use: in the order of streams where the driver can, otherwise once the last use has ended.
 * One caller at a time; the context must be current.
 */
class Allocations {
 public:
  Allocations(Context& context, Streams& streams, bool in_stream_order) : context_(context), streams_(streams), in_stream_order_(in_stream_order) {}

  Allocation allocate(size_t bytes);
  void free(Allocation allocation);
  /** Frees what waits to be freed, used or not: everything enqueued must have ended. */
  void destroy() noexcept;

 private:
  Allocation attempt(size_t bytes);
  void collect();

  Context& context_;
  Streams& streams_;
  const bool in_stream_order_;
  std::deque<Allocation> freed_;
};

}  // namespace openhcs::cuda
#endif
