#include "facts.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "status.h"

namespace openhcs::cuda {
namespace {

/** GPU-b8a5f7e2-…, as nvidia-smi writes it. */
std::string uuid_of(const Api& api, int device) {
  Uuid uuid;
  check(api, api.DeviceGetUuid(&uuid, device), "asking for a device's UUID");
  std::string text = "GPU";
  for (int at = 0; at < 16; at++) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", uuid.bytes[at]);
    if (at == 0 || at == 4 || at == 6 || at == 8 || at == 10) text += '-';
    text += digits;
  }
  return text;
}

}  // namespace

int count_devices(const Api& api) {
  int count = 0;
  check(api, api.DeviceGetCount(&count), "counting devices");
  if (count > 0) return count;
  const char* visible = std::getenv("CUDA_VISIBLE_DEVICES");
  throw DeviceError(DeviceFault::no_device, "", std::string("cuda: the driver lists no device") + (visible == nullptr ? "." : std::string(" (CUDA_VISIBLE_DEVICES is \"") + visible + "\")."));
}

int device_at(const Api& api, int index) {
  int device = 0;
  check(api, api.DeviceGet(&device, index), "looking up a device");
  return device;
}

int attribute_of(const Api& api, int device, int attribute) {
  int value = 0;
  check(api, api.DeviceGetAttribute(&value, attribute, device), "asking for a device's attribute");
  return value;
}

int capability_of(const Api& api, int device) {
  return 10 * attribute_of(api, device, attribute::compute_capability_major) + attribute_of(api, device, attribute::compute_capability_minor);
}

DeviceFacts facts_of(const Api& api, int index) {
  const int device = device_at(api, index), version = version_of(api);
  char name[256] = {};
  check(api, api.DeviceGetName(name, sizeof name - 1, device), "asking for a device's name");
  size_t bytes = 0;
  check(api, api.DeviceTotalMem(&bytes, device), "asking for a device's memory");
  DeviceFacts facts;
  facts.name = name;
  facts.vendor = "NVIDIA";
  facts.platform = "CUDA";
  facts.driver = std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
  facts.uuid = uuid_of(api, device);
  facts.kind = "gpu";
  facts.architecture = "sm_" + std::to_string(capability_of(api, device));
  facts.memory_bytes = facts.most_allocation_bytes = bytes;
  facts.local_bytes = static_cast<uint64_t>(attribute_of(api, device, attribute::max_shared_memory_per_block));
  facts.compute_units = static_cast<uint32_t>(attribute_of(api, device, attribute::multiprocessor_count));
  facts.most_group_size = static_cast<uint32_t>(attribute_of(api, device, attribute::max_threads_per_block));
  facts.lanes = static_cast<uint32_t>(attribute_of(api, device, attribute::warp_size));
  facts.fp64 = true;
  return facts;
}

}  // namespace openhcs::cuda
