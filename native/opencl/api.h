#ifndef OPENHCS_OPENCL_API_H
#define OPENHCS_OPENCL_API_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace openhcs::opencl {

// The interface of OpenCL 1.2 by hand: no header of a vendor, and no library at link time.
using Int = int32_t;
using Uint = uint32_t;
using Bits = uint64_t;
using Handle = void*;

/** The functions of a loaded library; made once, kept for good. */
struct Api {
  Int (*GetPlatformIDs)(Uint, Handle*, Uint*);
  Int (*GetPlatformInfo)(Handle, Uint, size_t, void*, size_t*);
  Int (*GetDeviceIDs)(Handle, Bits, Uint, Handle*, Uint*);
  Int (*GetDeviceInfo)(Handle, Uint, size_t, void*, size_t*);
  Handle (*CreateContext)(const intptr_t*, Uint, const Handle*, void*, void*, Int*);
  Int (*ReleaseContext)(Handle);
  Handle (*CreateCommandQueue)(Handle, Handle, Bits, Int*);
  Int (*ReleaseCommandQueue)(Handle);
  Handle (*CreateBuffer)(Handle, Bits, size_t, void*, Int*);
  Int (*RetainMemObject)(Handle);
  Int (*ReleaseMemObject)(Handle);
  Int (*GetMemObjectInfo)(Handle, Uint, size_t, void*, size_t*);
  Handle (*CreateProgramWithSource)(Handle, Uint, const char**, const size_t*, Int*);
  Handle (*CreateProgramWithBinary)(Handle, Uint, const Handle*, const size_t*, const uint8_t**, Int*, Int*);
  Int (*BuildProgram)(Handle, Uint, const Handle*, const char*, void*, void*);
  Int (*GetProgramBuildInfo)(Handle, Handle, Uint, size_t, void*, size_t*);
  Int (*GetProgramInfo)(Handle, Uint, size_t, void*, size_t*);
  Int (*ReleaseProgram)(Handle);
  Handle (*CreateKernel)(Handle, const char*, Int*);
  Int (*GetKernelInfo)(Handle, Uint, size_t, void*, size_t*);
  Int (*SetKernelArg)(Handle, Uint, size_t, const void*);
  Int (*ReleaseKernel)(Handle);
  Int (*EnqueueNDRangeKernel)(Handle, Handle, Uint, const size_t*, const size_t*, const size_t*, Uint, const Handle*, Handle*);
  Int (*EnqueueReadBuffer)(Handle, Handle, Uint, size_t, size_t, void*, Uint, const Handle*, Handle*);
  Int (*EnqueueWriteBuffer)(Handle, Handle, Uint, size_t, size_t, const void*, Uint, const Handle*, Handle*);
  Int (*EnqueueCopyBuffer)(Handle, Handle, Handle, size_t, size_t, size_t, Uint, const Handle*, Handle*);
  Int (*EnqueueFillBuffer)(Handle, Handle, const void*, size_t, size_t, size_t, Uint, const Handle*, Handle*);
  Int (*WaitForEvents)(Uint, const Handle*);
  Int (*GetEventInfo)(Handle, Uint, size_t, void*, size_t*);
  Int (*RetainEvent)(Handle);
  Int (*ReleaseEvent)(Handle);
  Int (*Flush)(Handle);
  Int (*Finish)(Handle);
};

/** The library by this path, or by its usual names. Throws DeviceError no_driver. */
const Api& load(const std::string& library);

/** A device with the platform that it belongs to. */
struct Listed {
  Handle platform, device;
};

namespace code {
constexpr Int device_not_found = -1, mem_object_allocation_failure = -4, out_of_resources = -5, out_of_host_memory = -6, build_program_failure = -11,
              invalid_buffer_size = -61, no_platform = -1001;
}

/** CL_OUT_OF_RESOURCES for -5, and so on. */
std::string name_of_status(Int status);

/** Throws the DeviceError of a status other than CL_SUCCESS. @param what what was being done */
void check(Int status, const char* what);

}  // namespace openhcs::opencl
#endif
