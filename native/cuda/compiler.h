#ifndef OPENHCS_CUDA_COMPILER_H
#define OPENHCS_CUDA_COMPILER_H

#include <cstdint>
#include <string>
#include <vector>

#include "../device/library.h"

namespace openhcs::cuda {

/** NVRTC: compiles without a device or driver. From any thread, also several at once. */
class Compiler {
 public:
  /**
   * The library by this path or by its usual names, the newest whose CUDA version is at most this one. Throws DeviceError unsupported where there is none.
   * @param most_major what the driver serves, since older drivers load no code of newer compilers
   */
  static const Compiler& load(const std::string& library, int most_major = 1 << 20);

  /** 11080 for CUDA 11.8, as drivers count. */
  int version() const noexcept { return version_; }

  /** What code for a device of this compute capability, such as 90, is built with: "--gpu-architecture=sm_90". */
  std::string architecture_option(int capability) const;

  /** Machine code where the options name a machine (sm_90), otherwise PTX with a zero at its end. Throws build_failed with the log. */
  std::vector<uint8_t> compile(const std::string& source, const std::vector<std::string>& options) const;

 private:
  using Status = int;
  using Program = void*;

  static const Compiler* open(const std::string& name, std::string& reason);
  std::string look_up(const Library& library);
  void open_builtins() const;
  std::vector<int> capabilities() const;
  std::string log_of(Program program) const;
  void check(Status status, const char* what) const;

  Status (*Version_)(int*, int*) = nullptr;
  const char* (*GetErrorString_)(Status) = nullptr;
  Status (*CreateProgram_)(Program*, const char*, const char*, int, const char* const*, const char* const*) = nullptr;
  Status (*DestroyProgram_)(Program*) = nullptr;
  Status (*CompileProgram_)(Program, int, const char* const*) = nullptr;
  Status (*GetProgramLogSize_)(Program, size_t*) = nullptr;
  Status (*GetProgramLog_)(Program, char*) = nullptr;
  Status (*GetPTXSize_)(Program, size_t*) = nullptr;
  Status (*GetPTX_)(Program, char*) = nullptr;
  /** Since CUDA 11.1. */
  Status (*GetCUBINSize_)(Program, size_t*) = nullptr;
  Status (*GetCUBIN_)(Program, char*) = nullptr;
  /** Since CUDA 11.2. */
  Status (*GetNumSupportedArchs_)(int*) = nullptr;
  Status (*GetSupportedArchs_)(int*) = nullptr;
  int version_ = 0;
};

}  // namespace openhcs::cuda
#endif
