#include <string>

#include "device.h"

namespace openhcs::opencl {
namespace {

constexpr Uint build_log = 0x1183, binary_sizes = 0x1165, binaries = 0x1166, kernel_argument_count = 0x1191;

std::string log_of(const Api& api, Handle program, Handle device) {
  size_t length = 0;
  if (api.GetProgramBuildInfo(program, device, build_log, 0, nullptr, &length) != 0 || length == 0) return {};
  std::string log(length, '\0');
  api.GetProgramBuildInfo(program, device, build_log, length, &log[0], nullptr);
  return log.c_str();
}

/** Releases a program that is not handed on. */
struct Owned {
  const Api& api;
  Handle program;
  ~Owned() {
    if (program != nullptr) api.ReleaseProgram(program);
  }
};

void compile(const Api& api, Handle program, Handle device, const std::string& options) {
  const Int status = api.BuildProgram(program, 1, &device, options.c_str(), nullptr, nullptr);
  if (status == code::build_program_failure) {
    throw DeviceError(DeviceFault::build_failed, name_of_status(status), "the kernel does not compile.", log_of(api, program, device));
  }
  check(status, "compiling a kernel");
}

constexpr Uint single_fp_config = 0x101B;
constexpr Bits rounds_division_and_root = 1 << 7;

/** Roots and quotients in single precision are as exact as CUDA's where the device can: kernels see ROUNDS_SINGLES. */
std::string exact_singles(const Api& api, Handle device) {
  Bits config = 0;
  if (api.GetDeviceInfo(device, single_fp_config, sizeof config, &config, nullptr) != 0 || (config & rounds_division_and_root) == 0) return {};
  return "-cl-fp32-correctly-rounded-divide-sqrt -DROUNDS_SINGLES";
}

}  // namespace

std::vector<uint8_t> OpenClDevice::build(const std::string& source, const std::vector<std::string>& options) {
  const Gate::Inside inside(gate_);
  Int status = 0;
  const char* text = source.c_str();
  Owned owned{api_, api_.CreateProgramWithSource(context_, 1, &text, nullptr, &status)};
  check(status, "making a program");
  std::string joined = exact_singles(api_, listed_.device);
  for (const std::string& option : options) joined += (joined.empty() ? "" : " ") + option;
  compile(api_, owned.program, listed_.device, joined);
  size_t length = 0;
  check(api_.GetProgramInfo(owned.program, binary_sizes, sizeof length, &length, nullptr), "asking for a program's binary");
  std::vector<uint8_t> binary(length);
  uint8_t* into = binary.data();
  check(api_.GetProgramInfo(owned.program, binaries, sizeof into, &into, nullptr), "asking for a program's binary");
  return binary;
}

ProgramId OpenClDevice::load(const std::vector<uint8_t>& binary) {
  const Gate::Inside inside(gate_);
  Int status = 0, of_binary = 0;
  const size_t length = binary.size();
  const uint8_t* bytes = binary.data();
  Owned owned{api_, api_.CreateProgramWithBinary(context_, 1, &listed_.device, &length, &bytes, &of_binary, &status)};
  check(status, "loading a program");
  check(of_binary, "loading a program");
  compile(api_, owned.program, listed_.device, {});
  programs_.push_back(owned.program);
  owned.program = nullptr;
  return static_cast<ProgramId>(programs_.size() - 1);
}

void OpenClDevice::unload(ProgramId id) {
  const Gate::Inside inside(gate_);
  if (id == 0 || id >= programs_.size() || programs_[id] == nullptr) throw DeviceError(DeviceFault::invalid_argument, "", "there is no such program.");
  for (Kernel& kernel : kernels_) {
    if (kernel.program != id || kernel.kernel == nullptr) continue;
    api_.ReleaseKernel(kernel.kernel);
    kernel.kernel = nullptr;
  }
  api_.ReleaseProgram(programs_[id]);
  programs_[id] = nullptr;
}

KernelId OpenClDevice::kernel(ProgramId program, const std::string& name, const std::string& signature) {
  const Gate::Inside inside(gate_);
  if (program == 0 || program >= programs_.size() || programs_[program] == nullptr) throw DeviceError(DeviceFault::invalid_argument, "", "there is no such program.");
  Int status = 0;
  const Handle made = api_.CreateKernel(programs_[program], name.c_str(), &status);
  if (status == -46) throw DeviceError(DeviceFault::invalid_argument, name_of_status(status), "the program has no kernel \"" + name + "\".");
  check(status, "making a kernel");
  Uint count = 0;
  api_.GetKernelInfo(made, kernel_argument_count, sizeof count, &count, nullptr);
  if (count != signature.size()) {
    api_.ReleaseKernel(made);
    throw DeviceError(DeviceFault::invalid_argument, "", "the kernel \"" + name + "\" takes " + std::to_string(count) + " arguments, its signature tells of " + std::to_string(signature.size()) + ".");
  }
  kernels_.push_back({made, program, signature});
  return static_cast<KernelId>(kernels_.size() - 1);
}

}  // namespace openhcs::opencl
