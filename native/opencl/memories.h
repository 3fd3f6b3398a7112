#ifndef OPENHCS_OPENCL_MEMORIES_H
#define OPENHCS_OPENCL_MEMORIES_H

#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../device/device.h"
#include "api.h"

namespace openhcs::opencl {

/** A buffer with the last command that was enqueued on it. */
struct Memory {
  Handle buffer = nullptr;
  size_t bytes = 0;
  /** The same memory as the host has it, where the buffer was made of that. */
  void* host = nullptr;
  Handle event = nullptr;
  /** Index of the queue of that command; -1 before the first. */
  int queue = -1;
};

/**
 * The buffers of a device by number, and the order of what is enqueued on them.
 *
 * A command runs in the queue of its first memory, or the next in turn where that is fresh, and waits for the last commands on its other memories
 * that ran in other queues. So chains keep their queue, independent ones overlap, and a buffer that is used again waits for its former use.
 */
class Memories {
 public:
  Memories(const Api& api, size_t queues) : api_(api), queues_(queues) {}
  ~Memories() { clear(); }

  MemoryId add(Handle buffer, size_t bytes, void* host);
  void remove(MemoryId id);
  void clear() noexcept;

  /** A copy of the entry, with its event retained: the caller releases it. */
  Memory peek(MemoryId id);

  /** What a command on these memories waits for; events are retained. */
  struct Turn {
    int queue;
    std::vector<Handle> buffers;
    std::vector<Handle> waits;
  };
  Turn take(const std::vector<MemoryId>& ids);
  /** Makes `event`, whose reference is taken over, the last command on them. */
  void passed(const std::vector<MemoryId>& ids, Turn& turn, Handle event);
  void release(Turn& turn) noexcept;

  /** Throws invalid_argument unless [offset, offset + bytes) lies in the memory. */
  void check_range(MemoryId id, size_t offset, size_t bytes);

 private:
  Memory& at(MemoryId id);

  const Api& api_;
  size_t queues_, next_queue_ = 0;
  MemoryId next_ = 1;
  std::mutex mutex_;
  std::unordered_map<MemoryId, Memory> entries_;
};

}  // namespace openhcs::opencl
#endif
