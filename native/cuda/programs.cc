#include "programs.h"

namespace openhcs::cuda {
namespace {

constexpr int jit_error_log = 5, jit_error_log_bytes = 6;

bool is_machine_code(const std::vector<uint8_t>& binary) { return binary.size() > 4 && binary[0] == 0x7f && binary[1] == 'E' && binary[2] == 'L' && binary[3] == 'F'; }

}  // namespace

ProgramId Programs::load(const std::vector<uint8_t>& binary) {
  if (binary.empty()) throw DeviceError(DeviceFault::invalid_argument, "", "cuda: a program must not be empty.");
  // PTX is text that ends in a zero.
  std::vector<uint8_t> image = binary;
  if (!is_machine_code(image)) image.push_back(0);
  std::vector<char> log(8192, '\0');
  int options[] = {jit_error_log, jit_error_log_bytes};
  void* values[] = {log.data(), reinterpret_cast<void*>(static_cast<uintptr_t>(log.size() - 1))};
  Handle module = nullptr;
  const Result loaded = context_.api().ModuleLoadDataEx(&module, image.data(), 2, options, values);
  context_.check(loaded, "loading a program", log.data());
  modules_.emplace(++last_program_, module);
  return last_program_;
}

void Programs::unload(ProgramId program) {
  const Handle module = module_of(program);
  modules_.erase(program);
  for (auto at = kernels_.begin(); at != kernels_.end();) at = at->second.program == program ? kernels_.erase(at) : std::next(at);
  context_.check(context_.api().ModuleUnload(module), "unloading a program");
}

KernelId Programs::kernel(ProgramId program, const std::string& name, const std::string& signature) {
  Handle function = nullptr;
  const Handle module = module_of(program);
  context_.check(context_.api().ModuleGetFunction(&function, module, name.c_str()), ("looking up the kernel \"" + name + "\"").c_str());
  int most = 0;
  context_.check(context_.api().FuncGetAttribute(&most, attribute::function_max_threads_per_block, function), "asking for a kernel's group size");
  kernels_.emplace(++last_kernel_, Kernel{program, function, name, signature, static_cast<uint32_t>(most)});
  return last_kernel_;
}

const Kernel& Programs::at(KernelId kernel) const {
  const auto found = kernels_.find(kernel);
  if (found == kernels_.end()) throw DeviceError(DeviceFault::invalid_argument, "", "cuda: there is no kernel " + std::to_string(kernel) + "; it was never there, or its program is unloaded.");
  return found->second;
}

void Programs::destroy() noexcept {
  for (const auto& [program, module] : modules_) context_.api().ModuleUnload(module);
  modules_.clear();
  kernels_.clear();
}

Handle Programs::module_of(ProgramId program) const {
  const auto found = modules_.find(program);
  if (found == modules_.end()) throw DeviceError(DeviceFault::invalid_argument, "", "cuda: there is no program " + std::to_string(program) + ".");
  return found->second;
}

}  // namespace openhcs::cuda
