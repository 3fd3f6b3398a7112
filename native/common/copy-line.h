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

}  // namespace openhcs
#endif
