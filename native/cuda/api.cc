#include "api.h"

#include <map>
#include <memory>
#include <mutex>

#include "../device/device.h"
#include "../device/library.h"
#include "status.h"

namespace openhcs::cuda {
namespace {

#ifdef _WIN32
constexpr const char* driver_name = "nvcuda.dll";
#else
constexpr const char* driver_name = "libcuda.so.1";
#endif

constexpr int oldest_version = 11000;

[[noreturn]] void no_driver(const std::string& reason, const std::string& status = {}) {
  throw DeviceError(DeviceFault::no_driver, status, "cuda: no driver that can be used: " + reason);
}

/** Looks up functions, and remembers the first that is not there. */
class Symbols {
 public:
  explicit Symbols(const Library& library) : library_(library) {}

  template <class Function>
  void need(const char* name, Function*& into) {
    want(name, into);
    if (into == nullptr && missing_ == nullptr) missing_ = name;
  }

  template <class Function>
  void want(const char* name, Function*& into) {
    into = reinterpret_cast<Function*>(library_.symbol(name));
  }

  const char* missing() const { return missing_; }

 private:
  const Library& library_;
  const char* missing_ = nullptr;
};

std::unique_ptr<Api> functions_of(const Library& library, const std::string& name) {
  auto api = std::make_unique<Api>();
  Symbols symbols(library);
  symbols.need("cuInit", api->Init);
  symbols.need("cuDriverGetVersion", api->DriverGetVersion);
  symbols.need("cuGetErrorName", api->GetErrorName);
  symbols.need("cuGetErrorString", api->GetErrorString);
  symbols.need("cuDeviceGetCount", api->DeviceGetCount);
  symbols.need("cuDeviceGet", api->DeviceGet);
  symbols.need("cuDeviceGetName", api->DeviceGetName);
  symbols.need("cuDeviceGetUuid", api->DeviceGetUuid);
  symbols.need("cuDeviceTotalMem_v2", api->DeviceTotalMem);
  symbols.need("cuDeviceGetAttribute", api->DeviceGetAttribute);
  symbols.need("cuDevicePrimaryCtxRetain", api->DevicePrimaryCtxRetain);
  symbols.need("cuDevicePrimaryCtxRelease_v2", api->DevicePrimaryCtxRelease);
  symbols.need("cuDevicePrimaryCtxReset_v2", api->DevicePrimaryCtxReset);
  symbols.need("cuCtxPushCurrent_v2", api->CtxPushCurrent);
  symbols.need("cuCtxPopCurrent_v2", api->CtxPopCurrent);
  symbols.need("cuMemAlloc_v2", api->MemAlloc);
  symbols.need("cuMemFree_v2", api->MemFree);
  symbols.need("cuMemGetAddressRange_v2", api->MemGetAddressRange);
  symbols.need("cuIpcGetMemHandle", api->IpcGetMemHandle);
  symbols.need("cuIpcOpenMemHandle_v2", api->IpcOpenMemHandle);
  symbols.need("cuIpcCloseMemHandle", api->IpcCloseMemHandle);
  symbols.need("cuDeviceCanAccessPeer", api->DeviceCanAccessPeer);
  symbols.need("cuCtxEnablePeerAccess", api->CtxEnablePeerAccess);
  symbols.need("cuMemcpyPeerAsync", api->MemcpyPeerAsync);
  symbols.need("cuMemHostAlloc", api->MemHostAlloc);
  symbols.need("cuMemFreeHost", api->MemFreeHost);
  symbols.need("cuMemcpyHtoDAsync_v2", api->MemcpyHtoDAsync);
  symbols.need("cuMemcpyDtoHAsync_v2", api->MemcpyDtoHAsync);
  symbols.need("cuMemcpyDtoDAsync_v2", api->MemcpyDtoDAsync);
  symbols.need("cuMemsetD8Async", api->MemsetD8Async);
  symbols.need("cuStreamCreate", api->StreamCreate);
  symbols.need("cuStreamDestroy_v2", api->StreamDestroy);
  symbols.need("cuStreamSynchronize", api->StreamSynchronize);
  symbols.need("cuStreamWaitEvent", api->StreamWaitEvent);
  symbols.need("cuEventCreate", api->EventCreate);
  symbols.need("cuEventDestroy_v2", api->EventDestroy);
  symbols.need("cuEventRecord", api->EventRecord);
  symbols.need("cuEventQuery", api->EventQuery);
  symbols.need("cuEventSynchronize", api->EventSynchronize);
  symbols.need("cuModuleLoadDataEx", api->ModuleLoadDataEx);
  symbols.need("cuModuleUnload", api->ModuleUnload);
  symbols.need("cuModuleGetFunction", api->ModuleGetFunction);
  symbols.need("cuFuncGetAttribute", api->FuncGetAttribute);
  symbols.need("cuLaunchKernel", api->LaunchKernel);
  symbols.want("cuMemAllocAsync", api->MemAllocAsync);
  symbols.want("cuMemFreeAsync", api->MemFreeAsync);
  if (symbols.missing() != nullptr) no_driver(name + " lacks " + symbols.missing() + ", which drivers since CUDA 11.0 have. Install a newer driver.");
  return api;
}

/** What keeps a driver from being used is asked each time, since it may have gone: a device that was busy, say. */
void start(const Api& api) {
  const Result started = api.Init(0);
  const std::string status = started == 0 ? "" : status_name(api, started);
  if (started == status_code::no_device) throw DeviceError(DeviceFault::no_device, status, "cuda: the driver finds no device: " + described(api, started) + ".");
  if (started != 0) no_driver("it does not start: " + described(api, started) + ".", status);
  const int version = version_of(api);
  if (version < oldest_version) {
    no_driver("it serves CUDA " + std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10) + ", and 11.0 or newer is needed. Install a newer driver.");
  }
}

const Api& opened(const std::string& name) {
  // Never destroyed: threads may still be in a driver when the process ends.
  static auto& guard = *new std::mutex;
  static auto& loaded = *new std::map<std::string, std::unique_ptr<Api>>;
  const std::lock_guard lock(guard);
  const auto known = loaded.find(name);
  if (known != loaded.end()) return *known->second;
  std::string reason;
  const Library library = Library::open(name, reason);
  if (!library) no_driver(reason + ".");
  return *loaded.emplace(name, functions_of(library, name)).first->second;
}

}  // namespace

const Api& load(const std::string& library) {
  const Api& api = opened(library.empty() ? driver_name : library);
  start(api);
  return api;
}

int version_of(const Api& api) {
  int version = 0;
  check(api, api.DriverGetVersion(&version), "asking for the driver's version");
  return version;
}

}  // namespace openhcs::cuda
