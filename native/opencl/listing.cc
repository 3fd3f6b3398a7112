#include "listing.h"

#include <algorithm>
#include <cstdio>
#include <mutex>

namespace openhcs::opencl {
namespace {

constexpr Bits all_types = 0xFFFFFFFF, type_cpu = 1 << 1, type_gpu = 1 << 2;

constexpr Uint platform_name = 0x0902, device_type = 0x1000, max_compute_units = 0x1002, max_work_group_size = 0x1004, max_mem_alloc_size = 0x1010,
               global_mem_size = 0x101F, local_mem_size = 0x1023, available = 0x1027, compiler_available = 0x1028, device_name = 0x102B, vendor = 0x102C,
               driver_version = 0x102D, version = 0x102F, double_fp_config = 0x1032, host_unified_memory = 0x1035, uuid_khr = 0x106A;

template <class Value>
Value number(const Api& api, Handle device, Uint what) {
  Value value{};
  return api.GetDeviceInfo(device, what, sizeof value, &value, nullptr) == 0 ? value : Value{};
}

template <class Ask>
std::string text(Ask ask, Handle of, Uint what) {
  size_t length = 0;
  if (ask(of, what, 0, nullptr, &length) != 0 || length == 0) return {};
  std::string value(length, '\0');
  if (ask(of, what, length, &value[0], nullptr) != 0) return {};
  const size_t end = value.find('\0');
  const size_t first = value.find_first_not_of(' ');
  return first == std::string::npos || first >= end ? std::string() : value.substr(first, end - first);
}

std::string uuid_of(const Api& api, Handle device) {
  uint8_t bytes[16];
  if (api.GetDeviceInfo(device, uuid_khr, sizeof bytes, bytes, nullptr) != 0) return {};
  std::string text;
  for (int at = 0; at < 16; at++) {
    char hex[4];
    std::snprintf(hex, sizeof hex, "%s%02x", at == 4 || at == 6 || at == 8 || at == 10 ? "-" : "", bytes[at]);
    text += hex;
  }
  return text;
}

int rank_of(Bits type) { return (type & type_gpu) != 0 ? 0 : (type & type_cpu) != 0 ? 2 : 1; }

}  // namespace

std::vector<Listed> list_devices(const Api& api) {
  // Several threads at once in a driver's first initialisation have been seen to find no devices.
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  Uint count = 0;
  const Int status = api.GetPlatformIDs(0, nullptr, &count);
  if (status == code::no_platform || count == 0) throw DeviceError(DeviceFault::no_device, "", "OpenCL is installed, but no driver for it (an ICD) is.");
  check(status, "listing the platforms");
  std::vector<Handle> platforms(count);
  check(api.GetPlatformIDs(count, platforms.data(), nullptr), "listing the platforms");
  std::vector<Listed> devices;
  for (const Handle platform : platforms) {
    Uint found = 0;
    if (api.GetDeviceIDs(platform, all_types, 0, nullptr, &found) != 0 || found == 0) continue;
    std::vector<Handle> here(found);
    if (api.GetDeviceIDs(platform, all_types, found, here.data(), nullptr) != 0) continue;
    for (const Handle device : here) {
      if (number<Uint>(api, device, available) != 0 && number<Uint>(api, device, compiler_available) != 0) devices.push_back({platform, device});
    }
  }
  if (devices.empty()) throw DeviceError(DeviceFault::no_device, "", "the installed OpenCL drivers have no device that is available and has a compiler.");
  std::stable_sort(devices.begin(), devices.end(), [&](const Listed& a, const Listed& b) {
    return rank_of(number<Bits>(api, a.device, device_type)) < rank_of(number<Bits>(api, b.device, device_type));
  });
  return devices;
}

DeviceFacts facts_of(const Api& api, const Listed& listed) {
  const Handle device = listed.device;
  const Bits type = number<Bits>(api, device, device_type);
  DeviceFacts facts;
  facts.name = text(api.GetDeviceInfo, device, device_name);
  facts.vendor = text(api.GetDeviceInfo, device, vendor);
  facts.platform = text(api.GetPlatformInfo, listed.platform, platform_name);
  facts.driver = text(api.GetDeviceInfo, device, version) + ", driver " + text(api.GetDeviceInfo, device, driver_version);
  facts.uuid = uuid_of(api, device);
  facts.kind = (type & type_gpu) != 0 ? "gpu" : (type & type_cpu) != 0 ? "cpu" : "accelerator";
  facts.memory_bytes = number<uint64_t>(api, device, global_mem_size);
  facts.most_allocation_bytes = number<uint64_t>(api, device, max_mem_alloc_size);
  facts.local_bytes = number<uint64_t>(api, device, local_mem_size);
  facts.compute_units = std::max<Uint>(1, number<Uint>(api, device, max_compute_units));
  facts.most_group_size = static_cast<uint32_t>(std::max<size_t>(1, number<size_t>(api, device, max_work_group_size)));
  facts.lanes = (type & type_gpu) != 0 ? 32 : 1;
  facts.fp64 = number<Bits>(api, device, double_fp_config) != 0;
  facts.shares_host_memory = (type & type_cpu) != 0 || number<Uint>(api, device, host_unified_memory) != 0;
  return facts;
}

}  // namespace openhcs::opencl
