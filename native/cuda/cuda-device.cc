#include "cuda-device.h"

#include <algorithm>
#include <utility>

#include "compiler.h"
#include "facts.h"

namespace openhcs::cuda {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw DeviceError(DeviceFault::invalid_argument, "", "cuda: " + message); }

size_t length_of_part(size_t bytes, size_t part) { return std::min(Staging::piece_bytes, bytes - part * Staging::piece_bytes); }

size_t parts_of(size_t bytes) { return (bytes + Staging::piece_bytes - 1) / Staging::piece_bytes; }

bool allocates_in_stream_order(const Api& api, int device) {
  return api.MemAllocAsync != nullptr && api.MemFreeAsync != nullptr && attribute_of(api, device, attribute::memory_pools_supported) == 1;
}

}  // namespace

CudaDevice::CudaDevice(const Api& api, int index, std::string compiler)
    : api_(api), index_(index), version_(version_of(api)), capability_(capability_of(api, device_at(api, index))), facts_(facts_of(api, index)), compiler_(std::move(compiler)),
      context_(Context::of(api, device_at(api, index))), events_(*context_), streams_(*context_, events_),
      allocations_(*context_, streams_, allocates_in_stream_order(api, device_at(api, index))), programs_(*context_), in_(*context_), out_(*context_) {}

MemoryId CudaDevice::allocate(size_t bytes) {
  const Call call(*this);
  const std::lock_guard lock(order_);
  return add(allocations_.allocate(bytes));
}

MemoryId CudaDevice::add(Allocation allocation) {
  do last_memory_++;
  while (last_memory_ == 0 || memories_.count(last_memory_) != 0);
  memories_.emplace(last_memory_, std::move(allocation));
  return last_memory_;
}

MemoryId CudaDevice::wrap(void*, size_t) {
  const Call call(*this);
  throw DeviceError(DeviceFault::unsupported, "", "cuda: memory of the host is not used in place; allocate and write.");
}

void CudaDevice::free(MemoryId memory) {
  const Call call(*this);
  const std::lock_guard lock(order_);
  Allocation allocation = std::move(at(memory));
  memories_.erase(memory);
  allocations_.free(std::move(allocation));
}

void CudaDevice::write(MemoryId memory, size_t offset, const void* from, size_t bytes) {
  const Call call(*this);
  // What is queued behind other work would keep the staging memory from everyone else.
  wait_for(memory, offset, bytes);
  const std::lock_guard transfer(in_.guard);
  for (size_t index = 0; index < parts_of(bytes); index++) stage_in(memory, offset, static_cast<const uint8_t*>(from), bytes, index);
}

void CudaDevice::stage_in(MemoryId memory, size_t offset, const uint8_t* from, size_t bytes, size_t index) {
  gate_.check();
  const size_t start = index * Staging::piece_bytes, length = length_of_part(bytes, index);
  void* piece = in_.piece(index);
  std::copy_n(from + start, length, static_cast<uint8_t*>(piece));
  const std::lock_guard lock(order_);
  Allocation& into = part(memory, offset, bytes);
  streams_.run({&into.last}, "writing", [&](Handle stream) { return api_.MemcpyHtoDAsync(into.address + offset + start, piece, length, stream); });
  in_.in_use(index, into.last.event);
}

void CudaDevice::read(MemoryId memory, size_t offset, void* into, size_t bytes) {
  const Call call(*this);
  wait_for(memory, offset, bytes);
  if (bytes == 0) return;
  const std::lock_guard transfer(out_.guard);
  stage_out(memory, offset, bytes, 0);
  for (size_t index = 0; index < parts_of(bytes); index++) {
    gate_.check();
    if (index + 1 < parts_of(bytes)) stage_out(memory, offset, bytes, index + 1);
    std::copy_n(static_cast<const uint8_t*>(out_.piece(index)), length_of_part(bytes, index), static_cast<uint8_t*>(into) + index * Staging::piece_bytes);
  }
}

void CudaDevice::stage_out(MemoryId memory, size_t offset, size_t bytes, size_t index) {
  void* piece = out_.piece(index);
  const std::lock_guard lock(order_);
  Allocation& from = part(memory, offset, bytes);
  streams_.run({&from.last}, "reading",
               [&](Handle stream) { return api_.MemcpyDtoHAsync(piece, from.address + offset + index * Staging::piece_bytes, length_of_part(bytes, index), stream); });
  out_.in_use(index, from.last.event);
}

void CudaDevice::copy(MemoryId from, size_t from_offset, MemoryId to, size_t to_offset, size_t bytes) {
  const Call call(*this);
  const std::lock_guard lock(order_);
  Allocation &source = part(from, from_offset, bytes), &target = part(to, to_offset, bytes);
  if (bytes == 0) return;
  if (from == to && from_offset < to_offset + bytes && to_offset < from_offset + bytes) refuse("what is copied within a memory must not overlap.");
  streams_.run({&source.last, &target.last}, "copying",
               [&](Handle stream) { return api_.MemcpyDtoDAsync(target.address + to_offset, source.address + from_offset, bytes, stream); });
}

void CudaDevice::fill(MemoryId memory, size_t offset, size_t bytes, uint8_t value) {
  const Call call(*this);
  const std::lock_guard lock(order_);
  Allocation& filled = part(memory, offset, bytes);
  if (bytes == 0) return;
  streams_.run({&filled.last}, "filling", [&](Handle stream) { return api_.MemsetD8Async(filled.address + offset, value, bytes, stream); });
}

bool CudaDevice::idle(MemoryId memory) {
  const Call call(*this);
  const std::lock_guard lock(order_);
  const Event& last = at(memory).last.event;
  return !last || api_.EventQuery(last.get()) == 0;
}

void CudaDevice::ready(MemoryId memory) {
  const Call call(*this);
  wait_for(memory, 0, 0);
}

void CudaDevice::wait_for(MemoryId memory, size_t offset, size_t bytes) {
  Event last;
  {
    const std::lock_guard lock(order_);
    last = part(memory, offset, bytes).last.event;
  }
  if (last) context_->check(api_.EventSynchronize(last.get()), "what was enqueued");
}

std::vector<uint8_t> CudaDevice::build(const std::string& source, const std::vector<std::string>& options) {
  gate_.check();
  const Compiler& compiler = Compiler::load(compiler_, version_ / 1000);
  std::vector<std::string> all = {compiler.architecture_option(capability_)};
  all.insert(all.end(), options.begin(), options.end());
  return compiler.compile(source, all);
}

ProgramId CudaDevice::load(const std::vector<uint8_t>& binary) {
  const Call call(*this);
  return programs_.load(binary);
}

void CudaDevice::unload(ProgramId program) {
  const Call call(*this);
  programs_.unload(program);
}

KernelId CudaDevice::kernel(ProgramId program, const std::string& name, const std::string& signature) {
  const Call call(*this);
  return programs_.kernel(program, name, signature);
}

void CudaDevice::launch(KernelId kernel, Extent groups, Extent group, const std::vector<KernelValue>& values) {
  const Call call(*this);
  const Kernel& launched = programs_.at(kernel);
  const uint64_t items = uint64_t{group.x} * group.y * group.z;
  if (items > launched.most_group_size) {
    refuse("the kernel \"" + launched.name + "\" takes groups of at most " + std::to_string(launched.most_group_size) + " work items, not " + std::to_string(items) + ".");
  }
  if (values.size() != launched.signature.size()) refuse("the kernel \"" + launched.name + "\" takes " + std::to_string(launched.signature.size()) + " arguments, not " + std::to_string(values.size()) + ".");
  const std::lock_guard lock(order_);
  std::vector<Use*> uses;
  std::vector<void*> parameters(values.size());
  std::vector<uint64_t> offsets(values.size());
  unsigned local_bytes = 0;
  Address none = 0;
  for (size_t index = 0; index < values.size(); index++) {
    if (launched.signature[index] == 'm' && values[index].memory == 0) {
      parameters[index] = &none;
    } else if (launched.signature[index] == 'm') {
      Allocation& memory = at(values[index].memory);
      uses.push_back(&memory.last);
      parameters[index] = &memory.address;
    } else if (launched.signature[index] == 's') {
      // A launch has one piece of local memory, in which a kernel finds its arrays by their offsets.
      offsets[index] = local_bytes;
      local_bytes += (values[index].local_bytes + 15) / 16 * 16;
      parameters[index] = &offsets[index];
    } else {
      parameters[index] = const_cast<KernelValue*>(&values[index]);
    }
  }
  streams_.run(uses, "launching a kernel", [&](Handle stream) {
    return api_.LaunchKernel(launched.function, groups.x, groups.y, groups.z, group.x, group.y, group.z, local_bytes, stream, parameters.data(), nullptr);
  });
}

void CudaDevice::finish() {
  const Call call(*this);
  std::vector<Handle> streams;
  {
    const std::lock_guard lock(order_);
    streams = streams_.all();
  }
  for (const Handle stream : streams) context_->check(api_.StreamSynchronize(stream), "what was enqueued");
}

void CudaDevice::close() noexcept {
  if (!gate_.shut()) return;
  destroy();
  context_.reset();
}

void CudaDevice::destroy() noexcept {
  try {
    const Context::Current current(*context_);
    for (const Handle stream : streams_.all()) await_end(stream);
    // A lost context has taken all of this with it.
    if (context_->lost()) return;
    for (auto& [id, memory] : memories_) allocations_.end(memory);
    memories_.clear();
    allocations_.destroy();
    in_.destroy();
    out_.destroy();
    programs_.destroy();
    events_.destroy();
    streams_.destroy();
  } catch (const DeviceError&) {
    // It could not even be entered.
  }
}

void CudaDevice::await_end(Handle stream) noexcept {
  try {
    context_->check(api_.StreamSynchronize(stream), "closing");
  } catch (const DeviceError&) {
    // Nobody asks any more what became of it.
  }
}

Allocation& CudaDevice::at(MemoryId memory) {
  const auto found = memories_.find(memory);
  if (found == memories_.end()) refuse("there is no memory " + std::to_string(memory) + "; it was never allocated, or it is freed.");
  return found->second;
}

Allocation& CudaDevice::part(MemoryId memory, size_t offset, size_t bytes) {
  Allocation& allocation = at(memory);
  if (offset > allocation.bytes || bytes > allocation.bytes - offset) {
    refuse(std::to_string(bytes) + " bytes from byte " + std::to_string(offset) + " are not within a memory of " + std::to_string(allocation.bytes) + " bytes.");
  }
  return allocation;
}

}  // namespace openhcs::cuda
