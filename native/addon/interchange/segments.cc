#include <string>
#include <system_error>

#include "../../interchange/shared-memory.h"
#include "host-memory.h"
#include "interchange.h"

namespace openhcs {
namespace {

const char* code_of(const std::error_code& error) {
  if (error == std::errc::not_enough_memory || error == std::errc::no_space_on_device || error == std::errc::file_too_large) return "OUT_OF_MEMORY";
  if (error == std::errc::no_such_file_or_directory) return "NO_SEGMENT";
  return "SYSTEM";
}

std::string reason_of(const std::system_error& error) {
  if (error.code() == std::errc::no_such_file_or_directory) return "no segment has this name: its loan was released, or the process that lent it has ended";
  return error.what();
}

/** (name, bytes) → an object that stands for the mapping, which goes with `giveBack`. */
template <Mapping (*make)(const std::string&, size_t)>
Napi::Value mapped(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const double bytes = info[1].IsNumber() ? info[1].As<Napi::Number>().DoubleValue() : 0;
  if (!info[0].IsString() || !(bytes >= 1 && bytes <= 9007199254740991.0)) {
    throw_coded(env, "INVALID_ARGUMENT", "a segment has a name and at least one byte.");
    return env.Undefined();
  }
  try {
    const Mapping mapping = make(info[0].As<Napi::String>().Utf8Value(), static_cast<size_t>(bytes));
    Napi::Object object = Napi::Object::New(env);
    wrap_host_memory(object, {static_cast<uint8_t*>(mapping.data), mapping.bytes, [mapping] { unmap(mapping); }});
    return object;
  } catch (const std::system_error& error) {
    throw_coded(env, code_of(error.code()), reason_of(error));
    return env.Undefined();
  }
}

Napi::Value unlink(const Napi::CallbackInfo& info) {
  if (info[0].IsString()) unlink_shared(info[0].As<Napi::String>().Utf8Value());
  return info.Env().Undefined();
}

}  // namespace

void define_segments(Napi::Env env, Napi::Object into) {
  into.Set("createSegment", Napi::Function::New(env, mapped<create_shared>, "createSegment"));
  into.Set("openSegment", Napi::Function::New(env, mapped<open_shared>, "openSegment"));
  into.Set("unlinkSegment", Napi::Function::New(env, unlink, "unlinkSegment"));
}

}  // namespace openhcs
