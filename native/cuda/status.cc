#include "status.h"

#include <utility>

namespace openhcs::cuda {

DeviceFault fault_of(Result result) noexcept {
  switch (result) {
    case 2: return DeviceFault::out_of_memory;
    // Invalid value; no such symbol; more registers or shared memory than a block can have.
    case 1: case 500: case 701: return DeviceFault::invalid_argument;
    // Not initialized; a stub; too old; not ready; not of this kernel; not for this device.
    case 3: case 34: case 35: case 802: case 803: case 804: return DeviceFault::no_driver;
    case 100: case 101: return DeviceFault::no_device;
    // Images and PTX that this device or driver does not take, and what is wrong in them.
    case 200: case 209: case 218: case 221: case 222: case 223: case 300: return DeviceFault::build_failed;
    // No link between the devices; not supported.
    case 217: case 801: return DeviceFault::unsupported;
    // What a context does not survive: every later call of it returns the same.
    case 4: case 46: case 214: case 220: case 700: case 702: case 709: case 710: case 714: case 715: case 716: case 717: case 718: case 719: case 721: case 722:
    case 805: case 806: case 807: case 999: return DeviceFault::device_lost;
    default: return DeviceFault::driver;
  }
}

std::string status_name(const Api& api, Result result) {
  const char* name = nullptr;
  if (api.GetErrorName(result, &name) == 0 && name != nullptr) return name;
  return "CUDA_ERROR_" + std::to_string(result);
}

std::string described(const Api& api, Result result) {
  const char* text = nullptr;
  const std::string name = status_name(api, result);
  return api.GetErrorString(result, &text) == 0 && text != nullptr ? name + " (" + text + ")" : name;
}

DeviceError error_of(const Api& api, Result result, const char* what, std::string log) {
  return {fault_of(result), status_name(api, result), std::string("cuda: ") + what + " failed: " + described(api, result) + ".", std::move(log)};
}

void check(const Api& api, Result result, const char* what) {
  if (result != 0) throw error_of(api, result, what);
}

}  // namespace openhcs::cuda
