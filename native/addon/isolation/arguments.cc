#include "arguments.h"

#include <cmath>
#include <limits>

#include "../../isolation/socket.h"
#include "errors.h"

namespace openhcs::isolation {
namespace {

constexpr double most_descriptor = std::numeric_limits<Descriptor>::max();

std::string shown(const Napi::Value& value) {
  if (value.IsString()) return "a string";
  if (value.IsSymbol()) return "a symbol";
  if (value.IsFunction()) return "a function";
  if (value.IsObject()) return "an object";
  return value.ToString().Utf8Value();
}

}  // namespace

Napi::Value Arguments::refuse(const std::string& rule) const { return isolation::refuse(env(), operation_, rule); }

std::optional<std::uint64_t> Arguments::whole_number(const Napi::Value& value, const char* name, double least, double most) const {
  // Where a getter threw, there is no value to look at.
  if (env().IsExceptionPending()) return {};
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
  if (number >= least && number <= most && std::floor(number) == number) return static_cast<std::uint64_t>(number);
  const auto text = [](double bound) { return std::to_string(static_cast<std::int64_t>(bound)); };
  refuse(std::string("\"") + name + "\" must be a whole number from " + text(least) + " to " + text(most) + ", received " + shown(value) + ".");
  return {};
}

std::optional<Descriptor> Arguments::descriptor(std::size_t index, const char* name) const {
  const auto number = whole_number(at(index), name, 0, most_descriptor);
  if (!number) return {};
  return static_cast<Descriptor>(*number);
}

std::optional<std::vector<Descriptor>> Arguments::descriptors(std::size_t index) const {
  if (!at(index).IsArray()) return refuse("\"descriptors\" must be an array of descriptors."), std::nullopt;
  const auto list = at(index).As<Napi::Array>();
  if (list.Length() > most_descriptors) {
    return refuse("\"descriptors\" must be at most " + std::to_string(most_descriptors) + ", received " + std::to_string(list.Length()) + "."), std::nullopt;
  }
  std::vector<Descriptor> all;
  for (std::uint32_t i = 0; i < list.Length(); i++) {
    const auto number = whole_number(list.Get(i), "descriptors", 0, most_descriptor);
    if (!number) return {};
    all.push_back(static_cast<Descriptor>(*number));
  }
  return all;
}

std::optional<Bytes> Arguments::bytes(std::size_t index, const char* name) const {
  napi_typedarray_type type;
  std::size_t length, offset;
  void* data;
  napi_value buffer;
  if (!at(index).IsTypedArray() || napi_get_typedarray_info(env(), at(index), &type, &length, &data, &buffer, &offset) != napi_ok || type != napi_uint8_array) {
    return refuse(std::string("\"") + name + "\" must be a Uint8Array."), std::nullopt;
  }
  return Bytes{static_cast<std::uint8_t*>(data), length};
}

std::optional<double> Arguments::timeout_ms(std::size_t index, double otherwise) const {
  if (at(index).IsUndefined()) return otherwise;
  const double number = at(index).IsNumber() ? at(index).As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(number >= 0)) return refuse("\"timeoutMs\" must be a number in [0, ∞], received " + shown(at(index)) + "."), std::nullopt;
  return std::isinf(number) ? no_limit : number;
}

std::optional<bool> Arguments::option(std::size_t index, const char* name) const {
  if (at(index).IsUndefined()) return false;
  if (!at(index).IsObject()) return refuse("\"options\" must be an object."), std::nullopt;
  const Napi::Value value = at(index).As<Napi::Object>().Get(name);
  if (env().IsExceptionPending()) return {};
  if (value.IsUndefined()) return false;
  if (!value.IsBoolean()) return refuse(std::string("\"") + name + "\" must be a boolean, received " + shown(value) + "."), std::nullopt;
  return value.As<Napi::Boolean>().Value();
}

}  // namespace openhcs::isolation
