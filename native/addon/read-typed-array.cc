#include "read-typed-array.h"

#include "../common/dtype.h"

namespace openhcs {
namespace {

bool is_resizable(const Napi::Object& buffer) {
  const Napi::Value resizable = buffer.Get("resizable");
  return resizable.IsBoolean() && resizable.As<Napi::Boolean>().Value();
}

}  // namespace

bool read_typed_array(const Napi::Value& value, TypedArrayView& view) {
  if (!value.IsTypedArray()) return false;
  napi_value buffer;
  std::size_t offset;
  const napi_status status = napi_get_typedarray_info(value.Env(), value, &view.type, &view.length, &view.data, &buffer, &offset);
  return status == napi_ok && !is_resizable(Napi::Object(value.Env(), buffer));
}

bool parse(std::string_view name, openhcs_dtype& dtype) noexcept {
  for (int candidate = OPENHCS_BOOL; candidate <= OPENHCS_FLOAT64; candidate++) {
    if (name != name_of(static_cast<openhcs_dtype>(candidate))) continue;
    dtype = static_cast<openhcs_dtype>(candidate);
    return true;
  }
  return false;
}

napi_typedarray_type holder_of(openhcs_dtype dtype) noexcept {
  switch (dtype) {
    case OPENHCS_BOOL: case OPENHCS_UINT8: return napi_uint8_array;
    case OPENHCS_INT8: return napi_int8_array;
    case OPENHCS_UINT16: case OPENHCS_FLOAT16: return napi_uint16_array;
    case OPENHCS_INT16: return napi_int16_array;
    case OPENHCS_UINT32: return napi_uint32_array;
    case OPENHCS_INT32: return napi_int32_array;
    case OPENHCS_UINT64: return napi_biguint64_array;
    case OPENHCS_INT64: return napi_bigint64_array;
    case OPENHCS_FLOAT32: return napi_float32_array;
    case OPENHCS_FLOAT64: break;
  }
  return napi_float64_array;
}

const char* name_of(napi_typedarray_type type) noexcept {
  constexpr const char* names[] = {"Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array",
                                   "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"};
  const auto index = static_cast<std::size_t>(type);
  return index < sizeof names / sizeof *names ? names[index] : "typed array of an unknown kind";
}

}  // namespace openhcs
