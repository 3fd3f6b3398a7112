#include "events.h"

namespace openhcs::cuda {
namespace {

constexpr unsigned blocking_sync = 1, disable_timing = 2;

}  // namespace

Event Events::take() {
  Handle handle = nullptr;
  {
    const std::lock_guard lock(guard_);
    if (spare_.empty()) {
      // Room for its return, which must not fail.
      spare_.reserve(made_ + 1);
      context_.check(context_.api().EventCreate(&handle, blocking_sync | disable_timing), "making an event");
      made_++;
    } else {
      handle = spare_.back();
      spare_.pop_back();
    }
  }
  return Event(handle, [this](Handle returned) { give_back(returned); });
}

void Events::give_back(Handle handle) noexcept {
  const std::lock_guard lock(guard_);
  spare_.push_back(handle);
}

void Events::destroy() noexcept {
  for (const Handle handle : spare_) context_.api().EventDestroy(handle);
  spare_.clear();
}

}  // namespace openhcs::cuda
