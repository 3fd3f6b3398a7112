#include "compiler.h"
#include "cuda-device.h"
#include "facts.h"

namespace openhcs {
namespace {

std::vector<DeviceFacts> list(const DriverOptions& options) {
  const cuda::Api& api = cuda::load(options.library);
  std::vector<DeviceFacts> all;
  const int count = cuda::count_devices(api);
  for (int index = 0; index < count; index++) all.push_back(cuda::facts_of(api, index));
  return all;
}

std::unique_ptr<Device> open(uint32_t index, const DriverOptions& options) {
  const cuda::Api& api = cuda::load(options.library);
  const int count = cuda::count_devices(api);
  if (index >= static_cast<uint32_t>(count)) {
    throw DeviceError(DeviceFault::no_device, "", "cuda: there is no device " + std::to_string(index) + "; the driver lists " + std::to_string(count) + ".");
  }
  return std::make_unique<cuda::CudaDevice>(api, static_cast<int>(index), options.compiler);
}

std::vector<uint8_t> compile(const std::string& source, const std::vector<std::string>& arguments, const DriverOptions& options) {
  return cuda::Compiler::load(options.compiler).compile(source, arguments);
}

std::string compiler_version(const DriverOptions& options) {
  const int version = cuda::Compiler::load(options.compiler).version();
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

}  // namespace

extern const Driver driver;
const Driver driver{"cuda", list, open, compile, compiler_version};

}  // namespace openhcs
