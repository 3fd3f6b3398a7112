#include <cstring>
#include <string>

#include "cuda-device.h"

namespace openhcs::cuda {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw DeviceError(DeviceFault::invalid_argument, "", "cuda: " + message); }

constexpr unsigned lazy_peer_access = 1;

}  // namespace

Location CudaDevice::locate(MemoryId memory, bool) {
  const Call call(*this);
  const std::lock_guard lock(order_);
  return {dlpack::Kind::cuda, index_, reinterpret_cast<void*>(static_cast<uintptr_t>(at(memory).address))};
}

MemoryId CudaDevice::adopt(const Location& location, size_t offset, size_t bytes) {
  const Call call(*this);
  if (location.kind != dlpack::Kind::cuda || location.index != index_) refuse("memory that lies elsewhere than on device " + std::to_string(index_) + " is none of it");
  const std::lock_guard lock(order_);
  const Address address = static_cast<Address>(reinterpret_cast<uintptr_t>(location.data)) + offset;
  Address base = 0;
  size_t length = 0;
  // A kernel that works beyond an allocation takes the device down, with everybody's arrays.
  context_->check(api_.MemGetAddressRange(&base, &length, address), "looking up an allocation");
  if (bytes > base + length - address) refuse("the array of " + std::to_string(bytes) + " bytes ends beyond the allocation of " + std::to_string(length) + " bytes that it begins in.");
  return add({address, bytes, {}, Origin::adopted, 0});
}

MemoryId CudaDevice::allocate_for_processes(size_t bytes) {
  const Call call(*this);
  const std::lock_guard lock(order_);
  return add(allocations_.allocate(bytes, true));
}

ProcessHandle CudaDevice::process_handle(MemoryId memory) {
  const Call call(*this);
  const std::lock_guard lock(order_);
  const Address address = at(memory).address;
  Address base = 0;
  size_t length = 0;
  IpcHandle handle;
  // The driver may have put several small allocations into one, and the handle is of all of that.
  context_->check(api_.MemGetAddressRange(&base, &length, address), "looking up an allocation");
  context_->check(api_.IpcGetMemHandle(&handle, address), "making a handle for other processes");
  return {std::vector<uint8_t>(handle.bytes, handle.bytes + sizeof handle.bytes), static_cast<size_t>(address - base)};
}

MemoryId CudaDevice::open_process_handle(const ProcessHandle& given, size_t bytes) {
  const Call call(*this);
  IpcHandle handle;
  if (given.bytes.size() != sizeof handle.bytes) refuse("a handle of another process has " + std::to_string(sizeof handle.bytes) + " bytes, not " + std::to_string(given.bytes.size()) + ".");
  std::memcpy(handle.bytes, given.bytes.data(), sizeof handle.bytes);
  const std::lock_guard lock(order_);
  Address base = 0, start = 0;
  size_t length = 0;
  context_->check(api_.IpcOpenMemHandle(&base, handle, lazy_peer_access), "opening the memory of another process");
  Allocation opened{base + given.offset, bytes, {}, Origin::opened, base};
  try {
    context_->check(api_.MemGetAddressRange(&start, &length, base), "looking up an allocation");
    if (given.offset > length || bytes > length - given.offset) refuse("the memory of the other process has " + std::to_string(length) + " bytes, which end before the array does.");
    return add(std::move(opened));
  } catch (...) {
    api_.IpcCloseMemHandle(base);
    throw;
  }
}

}  // namespace openhcs::cuda
