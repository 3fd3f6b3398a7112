#include <napi.h>

#include "../interchange/interchange.h"
#include "device-object.h"
#include "waiting.h"

namespace openhcs {

/** Defined by the driver that this addon is of. */
extern const Driver driver;

namespace {

std::string text(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
}

DriverOptions options_of(const Napi::Value& value) {
  if (!value.IsObject()) return {};
  const Napi::Object object = value.As<Napi::Object>();
  return {text(object, "library"), text(object, "compiler")};
}

Napi::Value devices(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    Napi::Array list = Napi::Array::New(env);
    for (const DeviceFacts& facts : driver.list(options_of(info[0]))) list.Set(list.Length(), facts_object(env, facts));
    return list;
  });
}

Napi::Value open(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const double index = info[0].IsNumber() ? info[0].As<Napi::Number>().DoubleValue() : -1;
    if (!(index >= 0 && index < 4096)) throw DeviceError(DeviceFault::invalid_argument, "", "the index of a device must be a whole number from 0.");
    return DeviceObject::create(env, driver.open(static_cast<uint32_t>(index), options_of(info[1])));
  });
}

constexpr size_t page = 4096;

size_t address_of(const Napi::Uint8Array& bytes) { return reinterpret_cast<size_t>(bytes.Data()); }

/** Zeroed bytes from a page's beginning on, which devices that work in the host's memory take as they are. */
Napi::Value allocate_aligned(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const double bytes = info[0].IsNumber() ? info[0].As<Napi::Number>().DoubleValue() : -1;
    if (!(bytes >= 0 && bytes <= 9007199254740991.0 - page)) throw DeviceError(DeviceFault::invalid_argument, "", "bytes must be a whole number that is not negative.");
    const size_t length = static_cast<size_t>(bytes);
    napi_value buffer = nullptr;
    void* data = nullptr;
    if (napi_create_arraybuffer(env, length + page, &data, &buffer) != napi_ok) {
      if (env.IsExceptionPending()) env.GetAndClearPendingException();
      throw DeviceError(DeviceFault::out_of_memory, "", "the host has no " + std::to_string(length) + " bytes left.");
    }
    const size_t offset = (page - reinterpret_cast<size_t>(data) % page) % page;
    napi_value view = nullptr;
    napi_create_typedarray(env, napi_uint8_array, length, buffer, offset, &view);
    return Napi::Value(env, view);
  });
}

/** The largest power of two, a page at most, that the address of a Uint8Array is a multiple of. */
Napi::Value alignment_of(const Napi::CallbackInfo& info) {
  size_t alignment = page;
  if (info[0].IsTypedArray()) {
    while (alignment > 1 && address_of(info[0].As<Napi::Uint8Array>()) % alignment != 0) alignment /= 2;
  }
  return Napi::Number::New(info.Env(), static_cast<double>(alignment));
}

Napi::Value compile(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    if (!info[0].IsString() || !info[1].IsArray()) throw DeviceError(DeviceFault::invalid_argument, "", "compile takes a text and a list of options.");
    std::vector<std::string> arguments;
    const Napi::Array list = info[1].As<Napi::Array>();
    for (uint32_t at = 0; at < list.Length(); at++) arguments.push_back(list.Get(at).ToString().Utf8Value());
    return Waiting::start(env, {}, true, [source = info[0].As<Napi::String>().Utf8Value(), arguments, options = options_of(info[2])] {
      return driver.compile(source, arguments, options);
    });
  });
}

Napi::Value compiler_version(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value { return Napi::String::New(env, driver.compiler_version(options_of(info[0]))); });
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  DeviceObject::define(env);
  exports.Set("allocateAligned", Napi::Function::New(env, allocate_aligned, "allocateAligned"));
  exports.Set("alignmentOf", Napi::Function::New(env, alignment_of, "alignmentOf"));
  exports.Set("interchange", interchange_object(env));
  exports.Set("name", driver.name);
  exports.Set("devices", Napi::Function::New(env, devices, "devices"));
  exports.Set("open", Napi::Function::New(env, open, "open"));
  if (driver.compile != nullptr) exports.Set("compile", Napi::Function::New(env, compile, "compile"));
  if (driver.compiler_version != nullptr) exports.Set("compilerVersion", Napi::Function::New(env, compiler_version, "compilerVersion"));
  return exports;
}

}  // namespace
}  // namespace openhcs

static Napi::Object initialize(Napi::Env env, Napi::Object exports) { return openhcs::initialize(env, exports); }

NODE_API_MODULE(device, initialize)
