#ifndef OPENHCS_CUDA_STATUS_H
#define OPENHCS_CUDA_STATUS_H

#include <string>

#include "../device/device.h"
#include "api.h"

namespace openhcs::cuda {

namespace status_code {
constexpr Result out_of_memory = 2, no_device = 100, not_ready = 600, peer_access_already_enabled = 704;
}

DeviceFault fault_of(Result result) noexcept;

/** CUDA_ERROR_OUT_OF_MEMORY for 2, and so on. */
std::string status_name(const Api& api, Result result);

/** The name and what the driver says of it. */
std::string described(const Api& api, Result result);

/** @param what what was being done, such as "launching a kernel" */
DeviceError error_of(const Api& api, Result result, const char* what, std::string log = {});

/** Throws the error of a result other than success. */
void check(const Api& api, Result result, const char* what);

}  // namespace openhcs::cuda
#endif
