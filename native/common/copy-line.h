#ifndef OPENHCS_COMMON_COPY_LINE_H
#define OPENHCS_COMMON_COPY_LINE_H

#include <cstdint>

#include "dtype.h"
#include "simd.h"

namespace openhcs {

/** out[c] = To(in[c]) for c in [0, length), by the conversion of the language. */
template <class From, class To>
struct ConvertLine {
  static OPENHCS_INLINE void run(const From* in, To* out, int64_t length) {
    OPENHCS_VECTORIZE
    for (int64_t c = 0; c < length; c++) out[c] = static_cast<To>(in[c]);
  }
};

/** Reads `length` elements, from element `offset` of an array of any dtype on, as floating-point numbers. */
template <class To>
void read_line(openhcs_dtype dtype, const void* data, int64_t offset, int64_t length, To* out) {
  with_type(dtype, [&](auto type) {
    using From = typename decltype(type)::type;
    simd<ConvertLine<From, To>>(static_cast<const From*>(data) + offset, out, length);
  });
}

/** Asks for elements that are read soon, so that they travel from memory while something else is computed. */
inline void expect_line(openhcs_dtype dtype, const void* data, int64_t offset, int64_t length) noexcept {
#if defined(__GNUC__)
  constexpr int64_t cache_line = 64;
  const char* first = static_cast<const char*>(data) + offset * element_bytes(dtype);
  for (int64_t byte = 0; byte < length * element_bytes(dtype); byte += cache_line) __builtin_prefetch(first + byte, 0, 2);
#else
  static_cast<void>(dtype), static_cast<void>(data), static_cast<void>(offset), static_cast<void>(length);
#endif
}

}  // namespace openhcs
#endif
