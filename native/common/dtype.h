#ifndef OPENHCS_COMMON_DTYPE_H
#define OPENHCS_COMMON_DTYPE_H

#include <cstdint>
#include <type_traits>

#include "half.h"
#include "kernel.h"

namespace openhcs {

template <class T>
struct Type {
  using type = T;
};

/** Bytes per element, or 0 for a number that is no dtype. */
constexpr int64_t element_bytes(openhcs_dtype dtype) noexcept {
  switch (dtype) {
    case OPENHCS_BOOL: case OPENHCS_UINT8: case OPENHCS_INT8: return 1;
    case OPENHCS_UINT16: case OPENHCS_INT16: case OPENHCS_FLOAT16: return 2;
    case OPENHCS_UINT32: case OPENHCS_INT32: case OPENHCS_FLOAT32: return 4;
    case OPENHCS_UINT64: case OPENHCS_INT64: case OPENHCS_FLOAT64: return 8;
  }
  return 0;
}

constexpr const char* name_of(openhcs_dtype dtype) noexcept {
  constexpr const char* names[] = {"bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64"};
  return names[dtype];
}

/** Calls `body(Type<T>{})` with the C++ type of the dtype; `bool` comes as uint8_t, `float16` as Half. */
template <class Body>
decltype(auto) with_type(openhcs_dtype dtype, Body&& body) {
  switch (dtype) {
    case OPENHCS_BOOL:
    case OPENHCS_UINT8: return body(Type<uint8_t>{});
    case OPENHCS_INT8: return body(Type<int8_t>{});
    case OPENHCS_UINT16: return body(Type<uint16_t>{});
    case OPENHCS_INT16: return body(Type<int16_t>{});
    case OPENHCS_UINT32: return body(Type<uint32_t>{});
    case OPENHCS_INT32: return body(Type<int32_t>{});
    case OPENHCS_UINT64: return body(Type<uint64_t>{});
    case OPENHCS_INT64: return body(Type<int64_t>{});
    case OPENHCS_FLOAT16: return body(Type<Half>{});
    case OPENHCS_FLOAT32: return body(Type<float>{});
    case OPENHCS_FLOAT64: break;
  }
  return body(Type<double>{});
}

/** Floating point with NaN, for which comparisons and sums need care. */
template <class T>
inline constexpr bool is_floating = std::is_floating_point_v<T> || std::is_same_v<T, Half>;

}  // namespace openhcs
#endif
