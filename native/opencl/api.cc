#include "api.h"

#include <mutex>
#include <string>
#include <unordered_map>

#include "../device/device.h"
#include "../device/library.h"

namespace openhcs::opencl {
namespace {

#if defined(_WIN32)
constexpr const char* usual_names[] = {"OpenCL.dll"};
#elif defined(__APPLE__)
constexpr const char* usual_names[] = {"/System/Library/Frameworks/OpenCL.framework/OpenCL"};
#else
constexpr const char* usual_names[] = {"libOpenCL.so.1", "libOpenCL.so"};
#endif

Library open(const std::string& path) {
  std::string reason;
  for (const char* name : usual_names) {
    std::string said;
    const Library library = Library::open(path.empty() ? name : path, said);
    if (library) return library;
    if (reason.empty()) reason = said;
  }
  throw DeviceError(DeviceFault::no_driver, "", "the driver's library does not load: " + reason);
}

template <class Function>
void resolve(const Library& library, const char* name, Function*& into) {
  into = reinterpret_cast<Function*>(library.symbol(name));
  if (into == nullptr) throw DeviceError(DeviceFault::no_driver, "", std::string("the driver's library lacks ") + name + "; it is too old, or is not one.");
}

Api functions_of(const Library& library) {
  Api api{};
#define OPENHCS_RESOLVE(name) resolve(library, "cl" #name, api.name)
  OPENHCS_RESOLVE(GetPlatformIDs);
  OPENHCS_RESOLVE(GetPlatformInfo);
  OPENHCS_RESOLVE(GetDeviceIDs);
  OPENHCS_RESOLVE(GetDeviceInfo);
  OPENHCS_RESOLVE(CreateContext);
  OPENHCS_RESOLVE(ReleaseContext);
  OPENHCS_RESOLVE(CreateCommandQueue);
  OPENHCS_RESOLVE(ReleaseCommandQueue);
  OPENHCS_RESOLVE(CreateBuffer);
  OPENHCS_RESOLVE(RetainMemObject);
  OPENHCS_RESOLVE(ReleaseMemObject);
  OPENHCS_RESOLVE(GetMemObjectInfo);
  OPENHCS_RESOLVE(CreateProgramWithSource);
  OPENHCS_RESOLVE(CreateProgramWithBinary);
  OPENHCS_RESOLVE(BuildProgram);
  OPENHCS_RESOLVE(GetProgramBuildInfo);
  OPENHCS_RESOLVE(GetProgramInfo);
  OPENHCS_RESOLVE(ReleaseProgram);
  OPENHCS_RESOLVE(CreateKernel);
  OPENHCS_RESOLVE(GetKernelInfo);
  OPENHCS_RESOLVE(SetKernelArg);
  OPENHCS_RESOLVE(ReleaseKernel);
  OPENHCS_RESOLVE(EnqueueNDRangeKernel);
  OPENHCS_RESOLVE(EnqueueReadBuffer);
  OPENHCS_RESOLVE(EnqueueWriteBuffer);
  OPENHCS_RESOLVE(EnqueueCopyBuffer);
  OPENHCS_RESOLVE(EnqueueFillBuffer);
  OPENHCS_RESOLVE(WaitForEvents);
  OPENHCS_RESOLVE(GetEventInfo);
  OPENHCS_RESOLVE(RetainEvent);
  OPENHCS_RESOLVE(ReleaseEvent);
  OPENHCS_RESOLVE(Flush);
  OPENHCS_RESOLVE(Finish);
#undef OPENHCS_RESOLVE
  return api;
}

}  // namespace

const Api& load(const std::string& library) {
  static std::mutex mutex;
  static std::unordered_map<std::string, Api> loaded;
  const std::lock_guard<std::mutex> lock(mutex);
  const auto found = loaded.find(library);
  if (found != loaded.end()) return found->second;
  return loaded.emplace(library, functions_of(open(library))).first->second;
}

}  // namespace openhcs::opencl
