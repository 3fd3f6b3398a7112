#include "compiler.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

#include "../device/device.h"

namespace openhcs::cuda {
namespace {

struct Candidate {
  const char* name;
  int major;
};

#ifdef _WIN32
constexpr Candidate candidates[] = {{"nvrtc64_130_0.dll", 13}, {"nvrtc64_120_0.dll", 12}, {"nvrtc64_112_0.dll", 11}};
#else
constexpr Candidate candidates[] = {{"libnvrtc.so.13", 13}, {"libnvrtc.so.12", 12}, {"libnvrtc.so.11.2", 11}, {"libnvrtc.so", 0}};
#endif

constexpr int success = 0, compilation = 6;

std::string dotted(int version) { return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10); }

std::string capability_text(int capability) { return std::to_string(capability / 10) + "." + std::to_string(capability % 10); }

/** What ends a program of the compiler, whatever happens to it. */
template <class End>
class AtEnd {
 public:
  explicit AtEnd(End end) : end_(std::move(end)) {}
  ~AtEnd() { end_(); }
  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;

 private:
  End end_;
};

}  // namespace

const Compiler& Compiler::load(const std::string& library, int most_major) {
  std::string reason, tried;
  const auto attempt = [&](const std::string& name) {
    const Compiler* compiler = open(name, reason);
    if (compiler == nullptr) tried += (tried.empty() ? "" : "; ") + reason;
    return compiler;
  };
  if (!library.empty()) {
    if (const Compiler* compiler = attempt(library)) return *compiler;
  } else {
    for (const Candidate& candidate : candidates) {
      if (candidate.major > most_major) continue;
      if (const Compiler* compiler = attempt(candidate.name)) return *compiler;
    }
  }
  throw DeviceError(DeviceFault::unsupported, "", "cuda: no run-time compiler (NVRTC) that can be used: " + tried + ".");
}

const Compiler* Compiler::open(const std::string& name, std::string& reason) {
  // Never destroyed: threads may still compile when the process ends.
  static auto& guard = *new std::mutex;
  static auto& opened = *new std::map<std::string, std::unique_ptr<Compiler>>;
  const std::lock_guard lock(guard);
  const auto known = opened.find(name);
  if (known != opened.end()) return known->second.get();
  const Library library = Library::open(name, reason);
  if (!library) return nullptr;
  std::unique_ptr<Compiler> compiler(new Compiler);
  reason = compiler->look_up(library);
  if (!reason.empty()) {
    reason = name + " " + reason;
    return nullptr;
  }
  return opened.emplace(name, std::move(compiler)).first->second.get();
}

std::string Compiler::look_up(const Library& library) {
  const char* missing = nullptr;
  const auto want = [&](const char* name, auto& into) { into = reinterpret_cast<std::decay_t<decltype(into)>>(library.symbol(name)); };
  const auto need = [&](const char* name, auto& into) {
    want(name, into);
    if (into == nullptr && missing == nullptr) missing = name;
  };
  need("nvrtcVersion", Version_);
  need("nvrtcGetErrorString", GetErrorString_);
  need("nvrtcCreateProgram", CreateProgram_);
  need("nvrtcDestroyProgram", DestroyProgram_);
  need("nvrtcCompileProgram", CompileProgram_);
  need("nvrtcGetProgramLogSize", GetProgramLogSize_);
  need("nvrtcGetProgramLog", GetProgramLog_);
  need("nvrtcGetPTXSize", GetPTXSize_);
  need("nvrtcGetPTX", GetPTX_);
  want("nvrtcGetCUBINSize", GetCUBINSize_);
  want("nvrtcGetCUBIN", GetCUBIN_);
  want("nvrtcGetNumSupportedArchs", GetNumSupportedArchs_);
  want("nvrtcGetSupportedArchs", GetSupportedArchs_);
  if (missing != nullptr) return std::string("lacks ") + missing;
  int major = 0, minor = 0;
  if (Version_(&major, &minor) != success) return "does not say its version";
  version_ = major * 1000 + minor * 10;
  open_builtins();
  return {};
}

/**
 * The library that the compiler asks for by name alone when it compiles; already open, it is found also where the system would not look.
 * Where it is not there compiling says so.
 */
void Compiler::open_builtins() const {
#ifndef _WIN32
  const std::string name = "libnvrtc-builtins.so." + dotted(version_), folder = Library::folder_of(reinterpret_cast<void*>(Version_));
  for (const std::string& path : {folder + "/" + name, name}) {
    std::string reason;
    if (Library::open(path, reason, Library::Symbols::shared)) return;
  }
#endif
}

std::vector<int> Compiler::capabilities() const {
  int count = 0;
  // Before they could be asked, the newest was 8.0 (CUDA 11.0) or 8.6.
  if (GetNumSupportedArchs_ == nullptr || GetSupportedArchs_ == nullptr || GetNumSupportedArchs_(&count) != success || count <= 0) {
    return version_ < 11010 ? std::vector<int>{52, 60, 61, 70, 75, 80} : std::vector<int>{52, 60, 61, 70, 75, 80, 86};
  }
  std::vector<int> known(static_cast<size_t>(count));
  check(GetSupportedArchs_(known.data()), "asking for the architectures that it compiles for");
  std::sort(known.begin(), known.end());
  return known;
}

std::string Compiler::architecture_option(int capability) const {
  const std::vector<int> known = capabilities();
  const auto above = std::upper_bound(known.begin(), known.end(), capability);
  if (above == known.begin()) {
    throw DeviceError(DeviceFault::unsupported, "", "cuda: NVRTC " + dotted(version_) + " compiles for compute capability " + capability_text(known.front()) +
                                                        " or newer, and the device has " + capability_text(capability) + ". Install an older one.");
  }
  const int nearest = *(above - 1);
  const bool is_exact = nearest == capability && GetCUBIN_ != nullptr && GetCUBINSize_ != nullptr;
  return std::string("--gpu-architecture=") + (is_exact ? "sm_" : "compute_") + std::to_string(nearest);
}

std::vector<uint8_t> Compiler::compile(const std::string& source, const std::vector<std::string>& options) const {
  Program program = nullptr;
  check(CreateProgram_(&program, source.c_str(), "kernels.cu", 0, nullptr, nullptr), "making a program");
  const AtEnd end([&] { DestroyProgram_(&program); });
  std::vector<const char*> arguments;
  bool is_machine_code = false;
  for (const std::string& option : options) {
    arguments.push_back(option.c_str());
    is_machine_code = is_machine_code || option.find("=sm_") != std::string::npos;
  }
  const Status compiled = CompileProgram_(program, static_cast<int>(arguments.size()), arguments.data());
  if (compiled != success) {
    const std::string log = log_of(program);
    const std::string why = compiled == compilation ? "" : std::string(" (") + GetErrorString_(compiled) + ")";
    throw DeviceError(DeviceFault::build_failed, GetErrorString_(compiled), "cuda: the program does not compile" + why + ":\n" + log, log);
  }
  is_machine_code = is_machine_code && GetCUBIN_ != nullptr && GetCUBINSize_ != nullptr;
  size_t size = 0;
  check((is_machine_code ? GetCUBINSize_ : GetPTXSize_)(program, &size), "asking for the size of a binary");
  std::vector<uint8_t> binary(size);
  check((is_machine_code ? GetCUBIN_ : GetPTX_)(program, reinterpret_cast<char*>(binary.data())), "asking for a binary");
  return binary;
}

std::string Compiler::log_of(Program program) const {
  size_t size = 0;
  if (GetProgramLogSize_(program, &size) != success || size == 0) return {};
  std::string log(size, '\0');
  if (GetProgramLog_(program, log.data()) != success) return {};
  log.resize(log.find_last_not_of('\0') + 1);
  return log;
}

void Compiler::check(Status status, const char* what) const {
  if (status == success) return;
  // 1 is its own lack of memory.
  throw DeviceError(status == 1 ? DeviceFault::out_of_memory : DeviceFault::driver, GetErrorString_(status), std::string("cuda: ") + what + " failed: " + GetErrorString_(status) + ".");
}

}  // namespace openhcs::cuda
