#ifndef OPENHCS_COMMON_ORDER_KEY_H
#define OPENHCS_COMMON_ORDER_KEY_H

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "half.h"
#include "simd.h"

namespace openhcs {

/**
 * Unsigned integers that sort as the elements do, so that one integer code ranks every dtype, without branches, whatever is NaN.
 *
 * Signed integers flip the sign bit; IEEE 754 numbers flip the sign bit of the positive and all bits of the negative. Every NaN
 * becomes one quiet positive NaN, hence sorts after infinity, as numpy.sort has it.
 */
template <class T>
struct OrderKey {
  using Key = std::conditional_t<sizeof(T) == 1, uint8_t,
                                 std::conditional_t<sizeof(T) == 2, uint16_t, std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>>>;
  static constexpr Key sign = Key(Key(1) << (8 * sizeof(T) - 1));

  static OPENHCS_INLINE Key encode(T value) {
    Key bits;
    std::memcpy(&bits, &value, sizeof bits);
    if constexpr (std::is_unsigned_v<T>) return bits;
    if constexpr (std::is_integral_v<T>) return Key(bits ^ sign);
    constexpr Key infinity = sizeof(T) == 2 ? Key(0x7c00) : sizeof(T) == 4 ? Key(0x7f800000) : Key(0x7ff0000000000000);
    constexpr Key quiet = sizeof(T) == 2 ? Key(0x7e00) : sizeof(T) == 4 ? Key(0x7fc00000) : Key(0x7ff8000000000000);
    bits = Key(bits & ~sign) > infinity ? quiet : bits;
    return Key(bits ^ ((bits & sign) != 0 ? Key(~Key(0)) : sign));
  }

  static OPENHCS_INLINE T decode(Key key) {
    if constexpr (std::is_signed_v<T> && std::is_integral_v<T>) key = Key(key ^ sign);
    if constexpr (!std::is_integral_v<T>) key = Key(key ^ ((key & sign) != 0 ? sign : Key(~Key(0))));
    T value;
    std::memcpy(&value, &key, sizeof value);
    return value;
  }
};

template <class T>
struct EncodeLine {
  static OPENHCS_INLINE void run(const T* in, typename OrderKey<T>::Key* out, int64_t length) {
    OPENHCS_VECTORIZE
    for (int64_t c = 0; c < length; c++) out[c] = OrderKey<T>::encode(in[c]);
  }
};

template <class T>
struct DecodeLine {
  static OPENHCS_INLINE void run(const typename OrderKey<T>::Key* in, T* out, int64_t length) {
    OPENHCS_VECTORIZE
    for (int64_t c = 0; c < length; c++) out[c] = OrderKey<T>::decode(in[c]);
  }
};

}  // namespace openhcs
#endif
