#ifndef OPENHCS_CUDA_PROGRAMS_H
#define OPENHCS_CUDA_PROGRAMS_H

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "../device/device.h"
#include "context.h"

namespace openhcs::cuda {

struct Kernel {
  ProgramId program;
  Handle function;
  std::string name, signature;
  /** Work items of a group, at most: its registers and shared memory may allow fewer than the device. */
  uint32_t most_group_size;
};

/** Loaded programs and their kernels. One caller at a time; the context must be current. */
class Programs {
 public:
  explicit Programs(Context& context) : context_(context) {}

  ProgramId load(const std::vector<uint8_t>& binary);
  void unload(ProgramId program);
  KernelId kernel(ProgramId program, const std::string& name, const std::string& signature);
  const Kernel& at(KernelId kernel) const;
  void destroy() noexcept;

 private:
  Handle module_of(ProgramId program) const;

  Context& context_;
  std::unordered_map<ProgramId, Handle> modules_;
  std::unordered_map<KernelId, Kernel> kernels_;
  ProgramId last_program_ = 0;
  KernelId last_kernel_ = 0;
};

}  // namespace openhcs::cuda
#endif
