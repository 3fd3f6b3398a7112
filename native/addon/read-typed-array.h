#ifndef OPENHCS_ADDON_READ_TYPED_ARRAY_H
#define OPENHCS_ADDON_READ_TYPED_ARRAY_H

#include <napi.h>

#include <string>
#include <string_view>

#include "../common/kernel.h"

namespace openhcs {

/** The bytes of a typed array, over plain or shared memory. */
struct TypedArrayView {
  napi_typedarray_type type;
  std::size_t length;
  void* data;
};

/** False where the value is no typed array whose memory stays put: resizable buffers may shrink under a running kernel. */
bool read_typed_array(const Napi::Value& value, TypedArrayView& view);

/** Finds a dtype by name; false where there is none of that name. */
bool parse(std::string_view name, openhcs_dtype& dtype) noexcept;

/** The typed array that holds elements of the dtype. */
napi_typedarray_type holder_of(openhcs_dtype dtype) noexcept;
const char* name_of(napi_typedarray_type type) noexcept;

}  // namespace openhcs
#endif
