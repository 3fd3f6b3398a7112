#ifndef OPENHCS_OPENCL_LISTING_H
#define OPENHCS_OPENCL_LISTING_H

#include <vector>

#include "../device/device.h"
#include "api.h"

namespace openhcs::opencl {

/** All devices of all platforms, GPUs before accelerators before CPUs, else in the driver's order. Throws DeviceError no_driver, no_device. */
std::vector<Listed> list_devices(const Api& api);

DeviceFacts facts_of(const Api& api, const Listed& listed);

}  // namespace openhcs::opencl
#endif
