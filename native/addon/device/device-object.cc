#include "device-object.h"

#include <cmath>

#include "../interchange/host-memory.h"
#include "waiting.h"

namespace openhcs {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw DeviceError(DeviceFault::invalid_argument, "", message); }

double number_of(const Napi::Value& value, const char* what, double most) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= 0 && number <= most) || number != std::floor(number)) refuse(std::string(what) + " must be a whole number that is not negative.");
  return number;
}

uint32_t id_of(const Napi::Value& value, const char* what) { return static_cast<uint32_t>(number_of(value, what, 4294967295.0)); }

size_t size_of(const Napi::Value& value, const char* what) { return static_cast<size_t>(number_of(value, what, 9007199254740991.0)); }

struct Bytes {
  uint8_t* data;
  size_t length;
};

/** The memory of a typed array, which may be shared between threads, or what stands for other memory of the host. */
Bytes bytes_of(const Napi::Value& value) {
  if (const HostMemory* memory = host_memory_of(value)) return {memory->data, memory->length};
  if (!value.IsTypedArray()) refuse("bytes must be a typed array.");
  napi_typedarray_type type;
  size_t length = 0;
  void* data = nullptr;
  napi_get_typedarray_info(value.Env(), value, &type, &length, &data, nullptr, nullptr);
  static constexpr size_t widths[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  return {static_cast<uint8_t*>(data), length * widths[type]};
}

std::string text_of(const Napi::Value& value, const char* what) {
  if (!value.IsString()) refuse(std::string(what) + " must be a text.");
  return value.As<Napi::String>().Utf8Value();
}

Extent extent_of(const Napi::Value& value, const char* what) {
  if (!value.IsArray() || value.As<Napi::Array>().Length() > 3) refuse(std::string(what) + " must be a list of one to three sizes.");
  const Napi::Array list = value.As<Napi::Array>();
  uint32_t sizes[3] = {1, 1, 1};
  for (uint32_t axis = 0; axis < list.Length(); axis++) {
    sizes[axis] = id_of(list.Get(axis), what);
    if (sizes[axis] == 0) refuse(std::string(what) + " must be positive.");
  }
  return {sizes[0], sizes[1], sizes[2]};
}

KernelValue value_of(const Napi::Value& value, char letter) {
  if (!value.IsNumber()) refuse("arguments of kernels must be numbers.");
  const Napi::Number number = value.As<Napi::Number>();
  KernelValue result{};
  switch (letter) {
    case 'm': result.memory = number.Uint32Value(); break;
    case 'i': result.i = number.Int32Value(); break;
    case 'u': result.u = number.Uint32Value(); break;
    case 'l': result.l = number.Int64Value(); break;
    case 's': result.local_bytes = number.Uint32Value(); break;
    case 'f': result.f = number.FloatValue(); break;
    default: result.d = number.DoubleValue(); break;
  }
  return result;
}

}  // namespace

void DeviceObject::define(Napi::Env env) {
  const Napi::Function type = DefineClass(env, "NativeDevice", {
    InstanceAccessor<&DeviceObject::facts>("facts"), InstanceMethod<&DeviceObject::allocate>("allocate"),
    InstanceMethod<&DeviceObject::wrap>("wrap"), InstanceMethod<&DeviceObject::free>("free"),
    InstanceMethod<&DeviceObject::locate>("locate"), InstanceMethod<&DeviceObject::adopt>("adopt"),
    InstanceMethod<&DeviceObject::allocate_for_processes>("allocateForProcesses"), InstanceMethod<&DeviceObject::process_handle>("processHandle"),
    InstanceMethod<&DeviceObject::open_process_handle>("openProcessHandle"), InstanceMethod<&DeviceObject::links>("links"),
    InstanceMethod<&DeviceObject::copy_from>("copyFrom"),
    InstanceMethod<&DeviceObject::write>("write"), InstanceMethod<&DeviceObject::read>("read"),
    InstanceMethod<&DeviceObject::copy>("copy"), InstanceMethod<&DeviceObject::fill>("fill"),
    InstanceMethod<&DeviceObject::idle>("idle"), InstanceMethod<&DeviceObject::ready>("ready"), InstanceMethod<&DeviceObject::build>("build"),
    InstanceMethod<&DeviceObject::load>("load"), InstanceMethod<&DeviceObject::unload>("unload"),
    InstanceMethod<&DeviceObject::kernel>("kernel"), InstanceMethod<&DeviceObject::launch>("launch"),
    InstanceMethod<&DeviceObject::finish>("finish"), InstanceMethod<&DeviceObject::close>("close"),
  });
  auto* reference = new Napi::FunctionReference(Napi::Persistent(type));
  env.SetInstanceData<Napi::FunctionReference>(reference);
}

Napi::Object DeviceObject::create(Napi::Env env, std::unique_ptr<Device> device) {
  return env.GetInstanceData<Napi::FunctionReference>()->New({Napi::External<std::unique_ptr<Device>>::New(env, &device)});
}

DeviceObject::DeviceObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  if (info[0].IsExternal()) {
    device_ = std::move(*info[0].As<Napi::External<std::unique_ptr<Device>>>().Data());
  } else {
    Napi::TypeError::New(info.Env(), "devices are opened by `open`.").ThrowAsJavaScriptException();
  }
}

Napi::Value DeviceObject::facts(const Napi::CallbackInfo& info) { return facts_object(info.Env(), device_->facts()); }

Napi::Value DeviceObject::allocate(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value { return Napi::Number::New(info.Env(), device_->allocate(size_of(info[0], "bytes"))); });
}

Napi::Value DeviceObject::wrap(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Bytes bytes = bytes_of(info[0]);
    return Napi::Number::New(info.Env(), device_->wrap(bytes.data, bytes.length));
  });
}

Napi::Value DeviceObject::free(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    device_->free(id_of(info[0], "a memory"));
    return info.Env().Undefined();
  });
}

Napi::Value DeviceObject::write(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const MemoryId memory = id_of(info[0], "a memory");
    const size_t offset = size_of(info[1], "an offset");
    const Bytes from = bytes_of(info[2]);
    return Waiting::start(info.Env(), info[2], false, [device = device_, memory, offset, from] {
      device->write(memory, offset, from.data, from.length);
      return std::vector<uint8_t>();
    });
  });
}

Napi::Value DeviceObject::read(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const MemoryId memory = id_of(info[0], "a memory");
    const size_t offset = size_of(info[1], "an offset");
    const Bytes into = bytes_of(info[2]);
    return Waiting::start(info.Env(), info[2], false, [device = device_, memory, offset, into] {
      device->read(memory, offset, into.data, into.length);
      return std::vector<uint8_t>();
    });
  });
}

Napi::Value DeviceObject::copy(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    device_->copy(id_of(info[0], "a memory"), size_of(info[1], "an offset"), id_of(info[2], "a memory"), size_of(info[3], "an offset"), size_of(info[4], "bytes"));
    return info.Env().Undefined();
  });
}

Napi::Value DeviceObject::fill(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    device_->fill(id_of(info[0], "a memory"), size_of(info[1], "an offset"), size_of(info[2], "bytes"), static_cast<uint8_t>(id_of(info[3], "a value")));
    return info.Env().Undefined();
  });
}

Napi::Value DeviceObject::idle(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value { return Napi::Boolean::New(info.Env(), device_->idle(id_of(info[0], "a memory"))); });
}

Napi::Value DeviceObject::ready(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return Waiting::start(info.Env(), {}, false, [device = device_, memory = id_of(info[0], "a memory")] {
      device->ready(memory);
      return std::vector<uint8_t>();
    });
  });
}

Napi::Value DeviceObject::build(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    std::vector<std::string> options;
    if (info[1].IsArray()) {
      const Napi::Array list = info[1].As<Napi::Array>();
      for (uint32_t at = 0; at < list.Length(); at++) options.push_back(text_of(list.Get(at), "an option"));
    }
    return Waiting::start(info.Env(), {}, true, [device = device_, source = text_of(info[0], "a source"), options] { return device->build(source, options); });
  });
}

Napi::Value DeviceObject::load(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const Bytes binary = bytes_of(info[0]);
    return Napi::Number::New(info.Env(), device_->load(std::vector<uint8_t>(binary.data, binary.data + binary.length)));
  });
}

Napi::Value DeviceObject::unload(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    device_->unload(id_of(info[0], "a program"));
    return info.Env().Undefined();
  });
}

Napi::Value DeviceObject::kernel(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const std::string signature = text_of(info[2], "a signature");
    if (signature.find_first_not_of("miulfds") != std::string::npos) refuse("a signature consists of the letters m, i, u, l, f, d and s.");
    const KernelId kernel = device_->kernel(id_of(info[0], "a program"), text_of(info[1], "a name"), signature);
    if (signatures_.size() <= kernel) signatures_.resize(kernel + 1);
    signatures_[kernel] = signature;
    return Napi::Number::New(info.Env(), kernel);
  });
}

Napi::Value DeviceObject::launch(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const KernelId kernel = id_of(info[0], "a kernel");
    if (kernel >= signatures_.size()) refuse("there is no such kernel.");
    const std::string& signature = signatures_[kernel];
    if (!info[3].IsArray() || info[3].As<Napi::Array>().Length() != signature.size()) refuse("the kernel takes " + std::to_string(signature.size()) + " arguments.");
    const Napi::Array list = info[3].As<Napi::Array>();
    std::vector<KernelValue> values(signature.size());
    for (uint32_t at = 0; at < signature.size(); at++) values[at] = value_of(list.Get(at), signature[at]);
    device_->launch(kernel, extent_of(info[1], "groups"), extent_of(info[2], "a group"), values);
    return info.Env().Undefined();
  });
}

Napi::Value DeviceObject::finish(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return Waiting::start(info.Env(), {}, false, [device = device_] {
      device->finish();
      return std::vector<uint8_t>();
    });
  });
}

Napi::Value DeviceObject::close(const Napi::CallbackInfo& info) {
  device_->close();
  return info.Env().Undefined();
}

}  // namespace openhcs
