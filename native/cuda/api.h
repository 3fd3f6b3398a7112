#ifndef OPENHCS_CUDA_API_H
#define OPENHCS_CUDA_API_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace openhcs::cuda {

// The driver's interface of CUDA 11 by hand: no header of a vendor, and no library at link time.
using Result = int;
using Handle = void*;
using Address = unsigned long long;

struct Uuid {
  unsigned char bytes[16];
};

struct IpcHandle {
  unsigned char bytes[64];
};

/** The functions of a loaded driver; made once, kept for good. */
struct Api {
  Result (*Init)(unsigned);
  Result (*DriverGetVersion)(int*);
  Result (*GetErrorName)(Result, const char**);
  Result (*GetErrorString)(Result, const char**);
  Result (*DeviceGetCount)(int*);
  Result (*DeviceGet)(int*, int);
  Result (*DeviceGetName)(char*, int, int);
  Result (*DeviceGetUuid)(Uuid*, int);
  Result (*DeviceTotalMem)(size_t*, int);
  Result (*DeviceGetAttribute)(int*, int, int);
  Result (*DevicePrimaryCtxRetain)(Handle*, int);
  Result (*DevicePrimaryCtxRelease)(int);
  Result (*DevicePrimaryCtxReset)(int);
  Result (*CtxPushCurrent)(Handle);
  Result (*CtxPopCurrent)(Handle*);
  Result (*MemAlloc)(Address*, size_t);
  Result (*MemFree)(Address);
  Result (*MemGetAddressRange)(Address*, size_t*, Address);
  Result (*IpcGetMemHandle)(IpcHandle*, Address);
  Result (*IpcOpenMemHandle)(Address*, IpcHandle, unsigned);
  Result (*IpcCloseMemHandle)(Address);
  Result (*DeviceCanAccessPeer)(int*, int, int);
  Result (*CtxEnablePeerAccess)(Handle, unsigned);
  Result (*MemcpyPeerAsync)(Address, Handle, Address, Handle, size_t, Handle);
  Result (*MemHostAlloc)(void**, size_t, unsigned);
  Result (*MemFreeHost)(void*);
  Result (*MemcpyHtoDAsync)(Address, const void*, size_t, Handle);
  Result (*MemcpyDtoHAsync)(void*, Address, size_t, Handle);
  Result (*MemcpyDtoDAsync)(Address, Address, size_t, Handle);
  Result (*MemsetD8Async)(Address, unsigned char, size_t, Handle);
  Result (*StreamCreate)(Handle*, unsigned);
  Result (*StreamDestroy)(Handle);
  Result (*StreamSynchronize)(Handle);
  Result (*StreamWaitEvent)(Handle, Handle, unsigned);
  Result (*EventCreate)(Handle*, unsigned);
  Result (*EventDestroy)(Handle);
  Result (*EventRecord)(Handle, Handle);
  Result (*EventQuery)(Handle);
  Result (*EventSynchronize)(Handle);
  Result (*ModuleLoadDataEx)(Handle*, const void*, unsigned, int*, void**);
  Result (*ModuleUnload)(Handle);
  Result (*ModuleGetFunction)(Handle*, Handle, const char*);
  Result (*FuncGetAttribute)(int*, int, Handle);
  Result (*LaunchKernel)(Handle, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, Handle, void**, void**);
  /** Since CUDA 11.2; null in older drivers. */
  Result (*MemAllocAsync)(Address*, size_t, Handle);
  Result (*MemFreeAsync)(Address, Handle);
};

namespace attribute {
constexpr int max_threads_per_block = 1, max_shared_memory_per_block = 8, warp_size = 10, multiprocessor_count = 16, compute_capability_major = 75,
              compute_capability_minor = 76, memory_pools_supported = 115;
/** Of a function. */
constexpr int function_max_threads_per_block = 0;
}  // namespace attribute

/** A driver that is ready for use: the library by this path or by its usual name. Throws DeviceError no_driver or no_device. */
const Api& load(const std::string& library);

/** 11020 for CUDA 11.2. */
int version_of(const Api& api);

}  // namespace openhcs::cuda
#endif
