#include "memories.h"

#include <string>

namespace openhcs::opencl {

Memory& Memories::at(MemoryId id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) throw DeviceError(DeviceFault::invalid_argument, "", "there is no memory " + std::to_string(id) + " on this device; it was freed.");
  return found->second;
}

MemoryId Memories::add(Handle buffer, size_t bytes, void* host) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const MemoryId id = next_++;
  entries_[id] = {buffer, bytes, host, nullptr, -1};
  return id;
}

void Memories::remove(MemoryId id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Memory entry = at(id);
  entries_.erase(id);
  if (entry.event != nullptr) api_.ReleaseEvent(entry.event);
  api_.ReleaseMemObject(entry.buffer);  // The driver keeps it until what was enqueued on it has ended.
}

void Memories::clear() noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    if (entry.event != nullptr) api_.ReleaseEvent(entry.event);
    api_.ReleaseMemObject(entry.buffer);
  }
  entries_.clear();
}

Memory Memories::peek(MemoryId id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Memory entry = at(id);
  if (entry.event != nullptr) api_.RetainEvent(entry.event);
  return entry;
}

Memories::Turn Memories::take(const std::vector<MemoryId>& ids) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const MemoryId id : ids) at(id);
  Turn turn{-1, {}, {}};
  for (const MemoryId id : ids) {
    if (turn.queue < 0) turn.queue = at(id).queue;
  }
  if (turn.queue < 0) turn.queue = static_cast<int>(next_queue_++ % queues_);
  for (const MemoryId id : ids) {
    const Memory& entry = at(id);
    turn.buffers.push_back(entry.buffer);
    if (entry.event == nullptr || entry.queue == turn.queue) continue;
    api_.RetainEvent(entry.event);
    turn.waits.push_back(entry.event);
  }
  return turn;
}

void Memories::passed(const std::vector<MemoryId>& ids, Turn& turn, Handle event) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const MemoryId id : ids) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) continue;
    Memory& entry = found->second;
    if (entry.event == event) continue;
    if (entry.event != nullptr) api_.ReleaseEvent(entry.event);
    api_.RetainEvent(event);
    entry.event = event;
    entry.queue = turn.queue;
  }
  api_.ReleaseEvent(event);
}

void Memories::release(Turn& turn) noexcept {
  for (const Handle event : turn.waits) api_.ReleaseEvent(event);
  turn.waits.clear();
}

void Memories::check_range(MemoryId id, size_t offset, size_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const size_t length = at(id).bytes;
  if (offset > length || bytes > length - offset) {
    throw DeviceError(DeviceFault::invalid_argument, "", "bytes " + std::to_string(offset) + " to " + std::to_string(offset + bytes) + " reach beyond a memory of " + std::to_string(length) + ".");
  }
}

}  // namespace openhcs::opencl
