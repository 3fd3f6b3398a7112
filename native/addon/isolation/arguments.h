#ifndef OPENHCS_ADDON_ISOLATION_ARGUMENTS_H
#define OPENHCS_ADDON_ISOLATION_ARGUMENTS_H

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "../../isolation/result.h"

namespace openhcs::isolation {

/** The bytes of a Uint8Array. */
struct Bytes {
  std::uint8_t* data;
  std::size_t length;
};

/** Reads the arguments of one operation. What is not as it must be is thrown in JavaScript, and nothing is given. */
class Arguments {
 public:
  Arguments(const char* operation, const Napi::CallbackInfo& info) : operation_(operation), info_(info) {}

  Napi::Env env() const { return info_.Env(); }
  Napi::Value at(std::size_t index) const { return info_[index]; }

  std::optional<std::uint64_t> whole_number(const Napi::Value& value, const char* name, double least, double most) const;
  std::optional<Descriptor> descriptor(std::size_t index, const char* name = "descriptor") const;
  std::optional<std::vector<Descriptor>> descriptors(std::size_t index) const;
  std::optional<Bytes> bytes(std::size_t index, const char* name) const;
  /** Milliseconds; below 0 where there is no limit. */
  std::optional<double> timeout_ms(std::size_t index, double otherwise) const;
  /** False where the options are absent or do not say. */
  std::optional<bool> option(std::size_t index, const char* name) const;

  Napi::Value refuse(const std::string& rule) const;

 private:
  const char* operation_;
  const Napi::CallbackInfo& info_;
};

/** The largest integer that a number holds exactly. */
constexpr double most_exact = 9007199254740991.0;

}  // namespace openhcs::isolation
#endif
