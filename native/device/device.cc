#include "device.h"

namespace openhcs {

const char* name_of(DeviceFault fault) noexcept {
  switch (fault) {
    case DeviceFault::no_driver: return "NO_DRIVER";
    case DeviceFault::no_device: return "NO_DEVICE";
    case DeviceFault::out_of_memory: return "OUT_OF_MEMORY";
    case DeviceFault::build_failed: return "BUILD_FAILED";
    case DeviceFault::invalid_argument: return "INVALID_ARGUMENT";
    case DeviceFault::device_lost: return "DEVICE_LOST";
    case DeviceFault::unsupported: return "UNSUPPORTED";
    case DeviceFault::closed: return "CLOSED";
    case DeviceFault::driver: return "DRIVER";
  }
  return "DRIVER";
}

}  // namespace openhcs
