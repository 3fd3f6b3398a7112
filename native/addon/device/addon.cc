#include <napi.h>

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
