#ifndef OPENHCS_ADDON_INTERCHANGE_TENSOR_HANDLE_H
#define OPENHCS_ADDON_INTERCHANGE_TENSOR_HANDLE_H

#include <napi.h>

#include "../../interchange/dlpack.h"

namespace openhcs {

/**
 * A tensor on its way: an External of this tag, whose data is a `DLManagedTensor**`. Whoever takes the tensor puts null in its place and calls the
 * deleter when done; what nobody took is deleted when the External is collected. docs/devices.md says it to other packages.
 */
constexpr napi_type_tag tensor_tag{0x6f70656e68637364, 0x6c7061636b303038};

}  // namespace openhcs
#endif
