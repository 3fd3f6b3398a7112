#ifndef OPENHCS_CUDA_FACTS_H
#define OPENHCS_CUDA_FACTS_H

#include "../device/device.h"
#include "api.h"

namespace openhcs::cuda {

int count_devices(const Api& api);

/** Of the device with this index. */
DeviceFacts facts_of(const Api& api, int index);

/** The number that the driver's functions take. */
int device_at(const Api& api, int index);

int attribute_of(const Api& api, int device, int attribute);

/** 90 for compute capability 9.0. */
int capability_of(const Api& api, int device);

}  // namespace openhcs::cuda
#endif
