#include <mutex>

#include "cuda-device.h"
#include "status.h"

namespace openhcs::cuda {

bool CudaDevice::links(Device& device) {
  auto* const other = dynamic_cast<CudaDevice*>(&device);
  if (other == nullptr || &other->api_ != &api_) return false;
  const Call call(*this), theirs(*other);
  if (context_ == other->context_) return true;
  int can = 0;
  context_->check(api_.DeviceCanAccessPeer(&can, context_->device(), other->context_->device()), "asking whether two devices are linked");
  return can == 1;
}

void CudaDevice::copy_from(Device& device, MemoryId from, size_t from_offset, MemoryId to, size_t to_offset, size_t bytes) {
  auto* const other = dynamic_cast<CudaDevice*>(&device);
  if (other == nullptr || other == this || &other->api_ != &api_) throw DeviceError(DeviceFault::invalid_argument, "", "cuda: arrays are copied from another device of the same driver.");
  const Call theirs(*other), call(*this);
  const std::scoped_lock lock(order_, other->order_);
  Allocation &source = other->part(from, from_offset, bytes), &target = part(to, to_offset, bytes);
  if (bytes == 0) return;
  if (context_ != other->context_) {
    const Result enabled = api_.CtxEnablePeerAccess(other->context_->handle(), 0);
    if (enabled != status_code::peer_access_already_enabled) context_->check(enabled, "linking two devices");
  }
  streams_.run({&target.last}, "copying from another device", [&](Handle stream) {
    if (source.last.event) {
      const Result ordered = api_.StreamWaitEvent(stream, source.last.event.get(), 0);
      if (ordered != 0) return ordered;
    }
    return api_.MemcpyPeerAsync(target.address + to_offset, context_->handle(), source.address + from_offset, other->context_->handle(), bytes, stream);
  });
  try {
    // What comes next on the source, its being freed above all, waits for the copy: in a stream of its own device.
    const Context::Current there(*other->context_);
    other->streams_.run({&source.last}, "ordering two devices", [&](Handle stream) { return api_.StreamWaitEvent(stream, target.last.event.get(), 0); });
  } catch (...) {
    api_.StreamSynchronize(target.last.stream);
    throw;
  }
}

}  // namespace openhcs::cuda
