#include "context.h"

#include <map>
#include <utility>

#include "status.h"

namespace openhcs::cuda {

std::shared_ptr<Context> Context::of(const Api& api, int device) {
  static auto& guard = *new std::mutex;
  static auto& contexts = *new std::map<std::pair<const Api*, int>, std::weak_ptr<Context>>;
  const std::lock_guard lock(guard);
  std::weak_ptr<Context>& known = contexts[{&api, device}];
  if (const std::shared_ptr<Context> context = known.lock()) {
    if (!context->lost()) return context;
    context->await_reset();
  }
  Handle handle = nullptr;
  const Result retained = api.DevicePrimaryCtxRetain(&handle, device);
  if (fault_of(retained) == DeviceFault::device_lost) {
    const DeviceError error = error_of(api, retained, "making a context of the device");
    throw DeviceError(error.fault(), error.status(), std::string(error.what()) + " Where it stays so, only a new process gets to the device again.");
  }
  cuda::check(api, retained, "making a context of the device");
  std::shared_ptr<Context> made(new Context(api, device, handle));
  known = made;
  return made;
}

Context::~Context() {
  if (!reset_) api_.DevicePrimaryCtxRelease(device_);
}

bool Context::lost() const {
  const std::lock_guard lock(guard_);
  return cause_.has_value();
}

void Context::check(Result result, const char* what) {
  if (result != 0) check(result, what, {});
}

void Context::check(Result result, const char* what, const std::string& log) {
  if (result == 0) return;
  DeviceError error = error_of(api_, result, what, log);
  if (error.fault() == DeviceFault::device_lost) {
    const std::lock_guard lock(guard_);
    if (!cause_) cause_.emplace(DeviceFault::device_lost, error.status(), std::string(error.what()) + " The device's memory is lost; open the device again.");
    error = *cause_;
  }
  throw error;
}

Context::Current::Current(Context& context) : context_(context) {
  {
    const std::lock_guard lock(context_.guard_);
    if (context_.cause_) throw *context_.cause_;
    context_.users_++;
  }
  const Result pushed = context_.api_.CtxPushCurrent(context_.handle_);
  if (pushed == 0) return;
  try {
    context_.check(pushed, "entering the device's context");
  } catch (...) {
    context_.leave();
    throw;
  }
}

Context::Current::~Current() {
  Handle popped;
  context_.api_.CtxPopCurrent(&popped);
  context_.leave();
}

void Context::leave() noexcept {
  const std::lock_guard lock(guard_);
  users_--;
  if (users_ > 0 || !cause_ || reset_) return;
  // Released first, so that the count of its owners stays right; reset, because others in this process may own it too.
  api_.DevicePrimaryCtxRelease(device_);
  api_.DevicePrimaryCtxReset(device_);
  reset_ = true;
  left_.notify_all();
}

void Context::await_reset() {
  std::unique_lock lock(guard_);
  left_.wait(lock, [&] { return reset_; });
}

}  // namespace openhcs::cuda
