#include "allocations.h"

#include <algorithm>
#include <utility>

#include "status.h"

namespace openhcs::cuda {

Allocation Allocations::allocate(size_t bytes, bool whole) {
  collect();
  try {
    return attempt(bytes, whole);
  } catch (const DeviceError& error) {
    if (error.fault() != DeviceFault::out_of_memory) throw;
  }
  // What was freed may still be in use; it is there when that has ended.
  for (const Handle stream : streams_.all()) context_.check(context_.api().StreamSynchronize(stream), "waiting for memory that is being freed");
  collect();
  return attempt(bytes, whole);
}

Allocation Allocations::attempt(size_t bytes, bool whole) {
  const Api& api = context_.api();
  Allocation made;
  made.bytes = bytes;
  // Nothing can be allocated that is empty, but arrays may be.
  const size_t least = std::max<size_t>(bytes, 1);
  if (!in_stream_order_ || whole) {
    context_.check(api.MemAlloc(&made.address, least), "allocating memory");
    return made;
  }
  made.origin = Origin::pool;
  try {
    streams_.run({&made.last}, "allocating memory", [&](Handle stream) { return api.MemAllocAsync(&made.address, least, stream); });
  } catch (...) {
    if (made.address != 0) api.MemFree(made.address);
    throw;
  }
  return made;
}

void Allocations::free(Allocation allocation) {
  if (allocation.origin == Origin::pool) {
    context_.check(context_.api().MemFreeAsync(allocation.address, allocation.last.stream), "freeing memory");
    return;
  }
  freed_.push_back(std::move(allocation));
  collect();
}

void Allocations::collect() {
  const Api& api = context_.api();
  for (auto at = freed_.begin(); at != freed_.end();) {
    const Result ended = at->last.event ? api.EventQuery(at->last.event.get()) : 0;
    if (ended == status_code::not_ready) {
      ++at;
      continue;
    }
    context_.check(ended, "looking whether a command has ended");
    // Gone in any case: an error is one of earlier work.
    const Allocation freed = std::move(*at);
    at = freed_.erase(at);
    context_.check(end(freed), "freeing memory");
  }
}

Result Allocations::end(const Allocation& allocation) noexcept {
  switch (allocation.origin) {
    case Origin::adopted: return 0;
    case Origin::opened: return context_.api().IpcCloseMemHandle(allocation.base);
    default: return context_.api().MemFree(allocation.address);
  }
}

void Allocations::destroy() noexcept {
  for (const Allocation& allocation : freed_) end(allocation);
  freed_.clear();
}

}  // namespace openhcs::cuda
