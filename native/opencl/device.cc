#include "device.h"

#include "listing.h"

namespace openhcs::opencl {
namespace {

/** Independent chains that may overlap. */
constexpr size_t queue_count = 3;
constexpr Bits read_write = 1 << 0, use_host_pointer = 1 << 3;

}  // namespace

OpenClDevice::OpenClDevice(const Api& api, const Listed& listed, uint32_t index)
    : api_(api), listed_(listed), index_(static_cast<int32_t>(index)), facts_(facts_of(api, listed)), memories_(api, queue_count) {
  Int status = 0;
  const intptr_t properties[] = {0x1084 /* CL_CONTEXT_PLATFORM */, reinterpret_cast<intptr_t>(listed.platform), 0};
  context_ = api_.CreateContext(properties, 1, &listed.device, nullptr, nullptr, &status);
  check(status, "opening the device");
  try {
    for (size_t at = 0; at < queue_count; at++) {
      queues_.push_back(api_.CreateCommandQueue(context_, listed.device, 0, &status));
      if (status != 0) queues_.pop_back();
      check(status, "making a command queue");
    }
  } catch (...) {
    close();
    throw;
  }
}

MemoryId OpenClDevice::create(Bits flags, void* host, size_t bytes) {
  if (bytes > facts_.most_allocation_bytes) {
    throw DeviceError(DeviceFault::out_of_memory, "CL_INVALID_BUFFER_SIZE", std::to_string(bytes) + " bytes are more than the device allocates at once (" + std::to_string(facts_.most_allocation_bytes) + ").");
  }
  Int status = 0;
  const Handle buffer = api_.CreateBuffer(context_, flags, bytes == 0 ? 1 : bytes, host, &status);
  check(status, "allocating memory");
  return memories_.add(buffer, bytes, host);
}

MemoryId OpenClDevice::allocate(size_t bytes) {
  const Gate::Inside inside(gate_);
  return create(read_write, nullptr, bytes);
}

MemoryId OpenClDevice::wrap(void* bytes, size_t length) {
  const Gate::Inside inside(gate_);
  if (!facts_.shares_host_memory) throw DeviceError(DeviceFault::unsupported, "", facts_.name + " does not work in the host's memory.");
  if (length == 0) return create(read_write, nullptr, 0);
  return create(read_write | use_host_pointer, bytes, length);
}

void OpenClDevice::free(MemoryId memory) {
  const Gate::Inside inside(gate_);
  memories_.remove(memory);
}

Location OpenClDevice::locate(MemoryId memory, bool own) {
  const Gate::Inside inside(gate_);
  const Memory entry = memories_.peek(memory);
  if (entry.event != nullptr) api_.ReleaseEvent(entry.event);
  if (entry.host != nullptr && !own) return {dlpack::Kind::cpu, 0, entry.host};
  return {dlpack::Kind::opencl, index_, entry.buffer};
}

MemoryId OpenClDevice::adopt(const Location& location, size_t offset, size_t bytes) {
  const Gate::Inside inside(gate_);
  if (location.kind == dlpack::Kind::cpu) {
    if (!facts_.shares_host_memory) throw DeviceError(DeviceFault::unsupported, "", facts_.name + " does not work in the host's memory.");
    return create(read_write | use_host_pointer, static_cast<uint8_t*>(location.data) + offset, bytes);
  }
  if (location.kind != dlpack::Kind::opencl) throw DeviceError(DeviceFault::invalid_argument, "", "memory of that kind of device is none of " + facts_.name + ".");
  Handle context = nullptr;
  check(api_.GetMemObjectInfo(location.data, 0x1106 /* CL_MEM_CONTEXT */, sizeof context, &context, nullptr), "asking for the context of a buffer");
  if (context != context_) throw DeviceError(DeviceFault::invalid_argument, "", "the buffer is of another OpenCL context, whose memory this device cannot use");
  size_t length = 0;
  check(api_.GetMemObjectInfo(location.data, 0x1102 /* CL_MEM_SIZE */, sizeof length, &length, nullptr), "asking for the size of a buffer");
  if (offset != 0 || bytes > length) throw DeviceError(DeviceFault::invalid_argument, "", "an array in a cl_mem begins where that does and ends within it");
  check(api_.RetainMemObject(location.data), "retaining a buffer");
  return memories_.add(location.data, bytes, nullptr);
}

void OpenClDevice::wait_for(Handle event, const char* what) {
  const Int status = api_.WaitForEvents(1, &event);
  api_.ReleaseEvent(event);
  check(status, what);
}

void OpenClDevice::enqueue(const char* what, const std::vector<MemoryId>& ids, bool wait, const Enqueue& command) {
  Memories::Turn turn = memories_.take(ids);
  const Handle queue = queues_[static_cast<size_t>(turn.queue)];
  Handle event = nullptr;
  const Int status = command(queue, turn, &event);
  memories_.release(turn);
  check(status, what);
  if (wait) api_.RetainEvent(event);
  memories_.passed(ids, turn, event);
  check(api_.Flush(queue), what);
  if (wait) wait_for(event, what);
}

void OpenClDevice::write(MemoryId memory, size_t offset, const void* from, size_t bytes) {
  const Gate::Inside inside(gate_);
  memories_.check_range(memory, offset, bytes);
  if (bytes == 0) return;
  enqueue("writing to the device", {memory}, true, [&](Handle queue, const Memories::Turn& turn, Handle* event) {
    return api_.EnqueueWriteBuffer(queue, turn.buffers[0], 0, offset, bytes, from, static_cast<Uint>(turn.waits.size()), turn.waits.empty() ? nullptr : turn.waits.data(), event);
  });
}

void OpenClDevice::read(MemoryId memory, size_t offset, void* into, size_t bytes) {
  const Gate::Inside inside(gate_);
  memories_.check_range(memory, offset, bytes);
  if (bytes == 0) return;
  enqueue("reading from the device", {memory}, true, [&](Handle queue, const Memories::Turn& turn, Handle* event) {
    return api_.EnqueueReadBuffer(queue, turn.buffers[0], 0, offset, bytes, into, static_cast<Uint>(turn.waits.size()), turn.waits.empty() ? nullptr : turn.waits.data(), event);
  });
}

void OpenClDevice::copy(MemoryId from, size_t from_offset, MemoryId to, size_t to_offset, size_t bytes) {
  const Gate::Inside inside(gate_);
  memories_.check_range(from, from_offset, bytes);
  memories_.check_range(to, to_offset, bytes);
  if (bytes == 0) return;
  enqueue("copying on the device", {from, to}, false, [&](Handle queue, const Memories::Turn& turn, Handle* event) {
    return api_.EnqueueCopyBuffer(queue, turn.buffers[0], turn.buffers[1], from_offset, to_offset, bytes, static_cast<Uint>(turn.waits.size()), turn.waits.empty() ? nullptr : turn.waits.data(), event);
  });
}

void OpenClDevice::fill(MemoryId memory, size_t offset, size_t bytes, uint8_t value) {
  const Gate::Inside inside(gate_);
  memories_.check_range(memory, offset, bytes);
  if (bytes == 0) return;
  enqueue("filling memory", {memory}, false, [&](Handle queue, const Memories::Turn& turn, Handle* event) {
    return api_.EnqueueFillBuffer(queue, turn.buffers[0], &value, 1, offset, bytes, static_cast<Uint>(turn.waits.size()), turn.waits.empty() ? nullptr : turn.waits.data(), event);
  });
}

bool OpenClDevice::idle(MemoryId memory) {
  const Gate::Inside inside(gate_);
  const Memory entry = memories_.peek(memory);
  if (entry.event == nullptr) return true;
  Int state = -1;
  const Int status = api_.GetEventInfo(entry.event, 0x11D3 /* CL_EVENT_COMMAND_EXECUTION_STATUS */, sizeof state, &state, nullptr);
  api_.ReleaseEvent(entry.event);
  return status == 0 && state == 0;
}

void OpenClDevice::ready(MemoryId memory) {
  const Gate::Inside inside(gate_);
  const Memory entry = memories_.peek(memory);
  if (entry.event != nullptr) wait_for(entry.event, "what was enqueued on the memory");
}

void OpenClDevice::launch(KernelId id, Extent groups, Extent group, const std::vector<KernelValue>& values) {
  const Gate::Inside inside(gate_);
  if (id == 0 || id >= kernels_.size() || kernels_[id].kernel == nullptr) throw DeviceError(DeviceFault::invalid_argument, "", "there is no such kernel.");
  const Kernel& kernel = kernels_[id];
  std::vector<MemoryId> ids;
  for (size_t at = 0; at < values.size(); at++) {
    if (kernel.signature[at] == 'm' && values[at].memory != 0) ids.push_back(values[at].memory);
  }
  enqueue("launching a kernel", ids, false, [&](Handle queue, const Memories::Turn& turn, Handle* event) {
    size_t next = 0;
    for (size_t at = 0; at < values.size(); at++) {
      const char letter = kernel.signature[at];
      const bool is_memory = letter == 'm';
      const Handle buffer = is_memory && values[at].memory != 0 ? turn.buffers[next++] : nullptr;
      const bool is_local = letter == 's';
      const size_t bytes = is_memory ? sizeof(Handle) : is_local ? values[at].local_bytes : letter == 'l' || letter == 'd' ? 8 : 4;
      const void* value = is_memory ? static_cast<const void*>(&buffer) : is_local ? nullptr : &values[at];
      const Int status = api_.SetKernelArg(kernel.kernel, static_cast<Uint>(at), bytes, value);
      if (status != 0) return status;
    }
    const size_t global[] = {size_t{groups.x} * group.x, size_t{groups.y} * group.y, size_t{groups.z} * group.z};
    const size_t local[] = {group.x, group.y, group.z};
    return api_.EnqueueNDRangeKernel(queue, kernel.kernel, 3, nullptr, global, local, static_cast<Uint>(turn.waits.size()), turn.waits.empty() ? nullptr : turn.waits.data(), event);
  });
}

void OpenClDevice::finish() {
  const Gate::Inside inside(gate_);
  for (const Handle queue : queues_) check(api_.Finish(queue), "what was enqueued");
}

void OpenClDevice::close() noexcept {
  if (!gate_.shut()) return;
  for (const Handle queue : queues_) {
    api_.Finish(queue);
    api_.ReleaseCommandQueue(queue);
  }
  memories_.clear();
  for (const Kernel& kernel : kernels_) {
    if (kernel.kernel != nullptr) api_.ReleaseKernel(kernel.kernel);
  }
  for (const Handle program : programs_) {
    if (program != nullptr) api_.ReleaseProgram(program);
  }
  if (context_ != nullptr) api_.ReleaseContext(context_);
}

}  // namespace openhcs::opencl
