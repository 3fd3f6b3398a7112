#include <string>

#include "device.h"
#include "listing.h"

namespace openhcs {
namespace {

std::vector<DeviceFacts> list(const DriverOptions& options) {
  const opencl::Api& api = opencl::load(options.library);
  std::vector<DeviceFacts> facts;
  for (const opencl::Listed& listed : opencl::list_devices(api)) facts.push_back(opencl::facts_of(api, listed));
  return facts;
}

std::unique_ptr<Device> open(uint32_t index, const DriverOptions& options) {
  const opencl::Api& api = opencl::load(options.library);
  const std::vector<opencl::Listed> devices = opencl::list_devices(api);
  if (index >= devices.size()) throw DeviceError(DeviceFault::no_device, "", "there is no OpenCL device " + std::to_string(index) + "; there are " + std::to_string(devices.size()) + ".");
  return std::make_unique<opencl::OpenClDevice>(api, devices[index], index);
}

}  // namespace

extern const Driver driver;
const Driver driver{"opencl", list, open};

}  // namespace openhcs
