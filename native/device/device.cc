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

namespace {

[[noreturn]] void lacks(const Device& device, const char* what) { throw DeviceError(DeviceFault::unsupported, "", device.facts().name + " has no " + what + "."); }

}  // namespace

MemoryId Device::allocate_for_processes(size_t) { lacks(*this, "memory that several processes use"); }
ProcessHandle Device::process_handle(MemoryId) { lacks(*this, "memory that several processes use"); }
MemoryId Device::open_process_handle(const ProcessHandle&, size_t) { lacks(*this, "memory that several processes use"); }
bool Device::links(Device&) { return false; }
void Device::copy_from(Device&, MemoryId, size_t, MemoryId, size_t, size_t) { lacks(*this, "link to another device"); }

}  // namespace openhcs
