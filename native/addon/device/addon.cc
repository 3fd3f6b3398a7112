#include <napi.h>

#include "device-object.h"

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

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  DeviceObject::define(env);
  exports.Set("name", driver.name);
  exports.Set("devices", Napi::Function::New(env, devices, "devices"));
  exports.Set("open", Napi::Function::New(env, open, "open"));
  return exports;
}

}  // namespace
}  // namespace openhcs

static Napi::Object initialize(Napi::Env env, Napi::Object exports) { return openhcs::initialize(env, exports); }

NODE_API_MODULE(device, initialize)
