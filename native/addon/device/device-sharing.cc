#include <cmath>
#include <limits>
#include <string>

#include "device-object.h"

namespace openhcs {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw DeviceError(DeviceFault::invalid_argument, "", message); }

double whole(const Napi::Value& value, const char* what, double most) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= 0 && number <= most) || number != std::floor(number)) refuse(std::string(what) + " must be a whole number that is not negative.");
  return number;
}

MemoryId memory_of(const Napi::Value& value) { return static_cast<MemoryId>(whole(value, "a memory", 4294967295.0)); }

size_t size_of(const Napi::Value& value, const char* what) { return static_cast<size_t>(whole(value, what, 9007199254740991.0)); }

Location location_of(const Napi::Value& value) {
  if (!value.IsObject()) refuse("a location is an object.");
  const Napi::Object object = value.As<Napi::Object>();
  const Napi::Value address = object.Get("address");
  if (!address.IsBigInt()) refuse("an address must be a bigint.");
  bool lossless = false;
  const uint64_t data = address.As<Napi::BigInt>().Uint64Value(&lossless);
  const double kind = whole(object.Get("kind"), "a kind of device", 1024), index = whole(object.Get("index"), "the index of a device", 1 << 20);
  return {static_cast<dlpack::Kind>(static_cast<int32_t>(kind)), static_cast<int32_t>(index), reinterpret_cast<void*>(static_cast<uintptr_t>(data))};
}

Napi::Object location_object(Napi::Env env, const Location& location) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("kind", static_cast<int32_t>(location.kind));
  object.Set("index", location.index);
  object.Set("address", Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(location.data))));
  return object;
}

}  // namespace

Napi::Value DeviceObject::locate(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value { return location_object(info.Env(), device_->locate(memory_of(info[0]), info[1].ToBoolean())); });
}

Napi::Value DeviceObject::adopt(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return Napi::Number::New(info.Env(), device_->adopt(location_of(info[0]), size_of(info[1], "an offset"), size_of(info[2], "bytes")));
  });
}

Napi::Value DeviceObject::allocate_for_processes(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value { return Napi::Number::New(info.Env(), device_->allocate_for_processes(size_of(info[0], "bytes"))); });
}

Napi::Value DeviceObject::process_handle(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const ProcessHandle handle = device_->process_handle(memory_of(info[0]));
    Napi::Object object = Napi::Object::New(info.Env());
    object.Set("bytes", Napi::Buffer<uint8_t>::Copy(info.Env(), handle.bytes.data(), handle.bytes.size()));
    object.Set("offset", static_cast<double>(handle.offset));
    return object;
  });
}

Napi::Value DeviceObject::open_process_handle(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    if (!info[0].IsTypedArray() || info[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) refuse("a handle must be a Uint8Array.");
    const Napi::Uint8Array bytes = info[0].As<Napi::Uint8Array>();
    const ProcessHandle handle{std::vector<uint8_t>(bytes.Data(), bytes.Data() + bytes.ElementLength()), size_of(info[1], "an offset")};
    return Napi::Number::New(info.Env(), device_->open_process_handle(handle, size_of(info[2], "bytes")));
  });
}

Device& DeviceObject::other(const Napi::Value& value) {
  const Napi::Function type = value.Env().GetInstanceData<Napi::FunctionReference>()->Value();
  void* object = nullptr;
  // What only inherits from a device is an instance, too, and wraps nothing.
  const bool is_device = value.IsObject() && value.As<Napi::Object>().InstanceOf(type) && napi_unwrap(value.Env(), value, &object) == napi_ok;
  if (!is_device) refuse("the other one must be a device of this driver.");
  return *static_cast<DeviceObject*>(object)->device_;
}

Napi::Value DeviceObject::links(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value { return Napi::Boolean::New(info.Env(), device_->links(other(info[0]))); });
}

Napi::Value DeviceObject::copy_from(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    device_->copy_from(other(info[0]), memory_of(info[1]), size_of(info[2], "an offset"), memory_of(info[3]), size_of(info[4], "an offset"), size_of(info[5], "bytes"));
    return info.Env().Undefined();
  });
}

}  // namespace openhcs
