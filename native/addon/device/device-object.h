#ifndef OPENHCS_ADDON_DEVICE_DEVICE_OBJECT_H
#define OPENHCS_ADDON_DEVICE_DEVICE_OBJECT_H

#include <napi.h>

#include <exception>
#include <memory>
#include <new>
#include <string>

#include "../../device/device.h"

namespace openhcs {

Napi::Object facts_object(Napi::Env env, const DeviceFacts& facts);

/** An Error with `code`, `status` and `log`, of the exception in flight. */
Napi::Error error_in_flight(Napi::Env env);

/** Runs what may throw a DeviceError and throws it in JavaScript. */
template <class Body>
Napi::Value guarded(Napi::Env env, Body&& body) {
  try {
    return body();
  } catch (...) {
    error_in_flight(env).ThrowAsJavaScriptException();
    return env.Undefined();
  }
}

/** An opened device as a JavaScript object; what takes long runs on libuv's threads and keeps the device open meanwhile. */
class DeviceObject : public Napi::ObjectWrap<DeviceObject> {
 public:
  static void define(Napi::Env env);
  static Napi::Object create(Napi::Env env, std::unique_ptr<Device> device);

  explicit DeviceObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value facts(const Napi::CallbackInfo& info);
  Napi::Value allocate(const Napi::CallbackInfo& info);
  Napi::Value wrap(const Napi::CallbackInfo& info);
  Napi::Value free(const Napi::CallbackInfo& info);
  Napi::Value locate(const Napi::CallbackInfo& info);
  Napi::Value adopt(const Napi::CallbackInfo& info);
  Napi::Value allocate_for_processes(const Napi::CallbackInfo& info);
  Napi::Value process_handle(const Napi::CallbackInfo& info);
  Napi::Value open_process_handle(const Napi::CallbackInfo& info);
  Napi::Value links(const Napi::CallbackInfo& info);
  Napi::Value copy_from(const Napi::CallbackInfo& info);
  Napi::Value write(const Napi::CallbackInfo& info);
  Napi::Value read(const Napi::CallbackInfo& info);
  Napi::Value copy(const Napi::CallbackInfo& info);
  Napi::Value fill(const Napi::CallbackInfo& info);
  Napi::Value idle(const Napi::CallbackInfo& info);
  Napi::Value ready(const Napi::CallbackInfo& info);
  Napi::Value build(const Napi::CallbackInfo& info);
  Napi::Value load(const Napi::CallbackInfo& info);
  Napi::Value unload(const Napi::CallbackInfo& info);
  Napi::Value kernel(const Napi::CallbackInfo& info);
  Napi::Value launch(const Napi::CallbackInfo& info);
  Napi::Value finish(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  /** The device of an object that JavaScript passes. */
  static Device& other(const Napi::Value& value);

  /** Shared with work on other threads, so that nothing is destroyed under it. */
  std::shared_ptr<Device> device_;
  /** Signatures by kernel, which say how `launch` reads its values. */
  std::vector<std::string> signatures_;
};

}  // namespace openhcs
#endif
