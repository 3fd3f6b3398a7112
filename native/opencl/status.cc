#include "api.h"

#include "../device/device.h"

namespace openhcs::opencl {
namespace {

struct Named {
  Int status;
  const char* name;
};

constexpr Named names[] = {
    {-1, "CL_DEVICE_NOT_FOUND"}, {-2, "CL_DEVICE_NOT_AVAILABLE"}, {-3, "CL_COMPILER_NOT_AVAILABLE"}, {-4, "CL_MEM_OBJECT_ALLOCATION_FAILURE"},
    {-5, "CL_OUT_OF_RESOURCES"}, {-6, "CL_OUT_OF_HOST_MEMORY"}, {-9, "CL_IMAGE_FORMAT_MISMATCH"}, {-11, "CL_BUILD_PROGRAM_FAILURE"},
    {-12, "CL_MAP_FAILURE"}, {-13, "CL_MISALIGNED_SUB_BUFFER_OFFSET"}, {-14, "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST"},
    {-30, "CL_INVALID_VALUE"}, {-31, "CL_INVALID_DEVICE_TYPE"}, {-32, "CL_INVALID_PLATFORM"}, {-33, "CL_INVALID_DEVICE"}, {-34, "CL_INVALID_CONTEXT"},
    {-36, "CL_INVALID_COMMAND_QUEUE"}, {-37, "CL_INVALID_HOST_PTR"}, {-38, "CL_INVALID_MEM_OBJECT"}, {-42, "CL_INVALID_BINARY"},
    {-43, "CL_INVALID_BUILD_OPTIONS"}, {-44, "CL_INVALID_PROGRAM"}, {-45, "CL_INVALID_PROGRAM_EXECUTABLE"}, {-46, "CL_INVALID_KERNEL_NAME"},
    {-48, "CL_INVALID_KERNEL"}, {-49, "CL_INVALID_ARG_INDEX"}, {-50, "CL_INVALID_ARG_VALUE"}, {-51, "CL_INVALID_ARG_SIZE"}, {-52, "CL_INVALID_KERNEL_ARGS"},
    {-53, "CL_INVALID_WORK_DIMENSION"}, {-54, "CL_INVALID_WORK_GROUP_SIZE"}, {-55, "CL_INVALID_WORK_ITEM_SIZE"}, {-56, "CL_INVALID_GLOBAL_OFFSET"},
    {-57, "CL_INVALID_EVENT_WAIT_LIST"}, {-58, "CL_INVALID_EVENT"}, {-59, "CL_INVALID_OPERATION"}, {-61, "CL_INVALID_BUFFER_SIZE"},
    {-63, "CL_INVALID_GLOBAL_WORK_SIZE"}, {-1001, "CL_PLATFORM_NOT_FOUND_KHR"},
};

DeviceFault fault_of(Int status) {
  switch (status) {
    case code::mem_object_allocation_failure:
    case code::out_of_resources:
    case code::out_of_host_memory:
    case code::invalid_buffer_size: return DeviceFault::out_of_memory;
    case code::build_program_failure: return DeviceFault::build_failed;
    case -2: return DeviceFault::device_lost;
    case -3: return DeviceFault::unsupported;
    case code::device_not_found:
    case code::no_platform: return DeviceFault::no_device;
    default: return status <= -30 && status > -1000 ? DeviceFault::invalid_argument : DeviceFault::driver;
  }
}

}  // namespace

std::string name_of_status(Int status) {
  for (const Named& named : names) {
    if (named.status == status) return named.name;
  }
  return "OpenCL error " + std::to_string(status);
}

void check(Int status, const char* what) {
  if (status == 0) return;
  const std::string name = name_of_status(status);
  throw DeviceError(fault_of(status), name, std::string(what) + " failed with " + name + ".");
}

}  // namespace openhcs::opencl
