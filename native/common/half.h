#ifndef OPENHCS_COMMON_HALF_H
#define OPENHCS_COMMON_HALF_H

#include <cstdint>
#include <cstring>

namespace openhcs {

/** An IEEE 754 binary16 number, for reading and exact writing back; arithmetic happens in float. */
struct Half {
  uint16_t bits;

  operator float() const noexcept {
    // Moves exponent and mantissa into place, rebiases by an exact multiplication (subnormals come out right), and saturates
    // the exponent of infinities and NaNs. Free of branches, so that loops over it vectorise.
    const uint32_t magnitude = static_cast<uint32_t>(bits & 0x7fff) << 13;
    const uint32_t special = magnitude >= (0x7c00u << 13) ? 0xffu << 23 : 0;
    float scaled;
    std::memcpy(&scaled, &magnitude, sizeof scaled);
    scaled *= 5.192296858534828e33f;  // 2^112
    uint32_t result;
    std::memcpy(&result, &scaled, sizeof result);
    result |= special | static_cast<uint32_t>(bits & 0x8000) << 16;
    float value;
    std::memcpy(&value, &result, sizeof value);
    return value;
  }

  /** The half of a float that came from a half, hence without rounding. */
  static Half exactly(float value) noexcept {
    uint32_t word;
    std::memcpy(&word, &value, sizeof word);
    const uint16_t sign = static_cast<uint16_t>(word >> 16 & 0x8000);
    const uint32_t exponent = word >> 23 & 0xff;
    const uint32_t mantissa = word & 0x7fffff;
    uint32_t magnitude;
    if (exponent == 0xff) {
      magnitude = 0x7c00 | mantissa >> 13;
    } else if (exponent >= 113) {
      magnitude = (exponent - 112) << 10 | mantissa >> 13;
    } else if (exponent >= 103) {
      magnitude = (mantissa | 0x800000) >> (126 - exponent);
    } else {
      magnitude = 0;
    }
    return {static_cast<uint16_t>(sign | magnitude)};
  }
};

}  // namespace openhcs
#endif
