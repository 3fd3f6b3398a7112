#include <cstdint>
#include <cstring>
#include <string>

#include "host-memory.h"
#include "interchange.h"
#include "tensor-handle.h"

namespace openhcs {
namespace {

/** The tensor's place in its handle. Throws NOT_A_TENSOR and TAKEN in JavaScript, and is null then. */
dlpack::ManagedTensor** slot_of(const Napi::Value& handle) {
  const Napi::Env env = handle.Env();
  bool is_tensor = false;
  void* data = nullptr;
  if (!handle.IsExternal() || napi_check_object_type_tag(env, handle, &tensor_tag, &is_tensor) != napi_ok || !is_tensor || napi_get_value_external(env, handle, &data) != napi_ok) {
    throw_coded(env, "NOT_A_TENSOR", "the handle is no DLPack tensor");
    return nullptr;
  }
  auto** slot = static_cast<dlpack::ManagedTensor**>(data);
  if (*slot != nullptr) return slot;
  throw_coded(env, "TAKEN", "the tensor was taken, or given back, already");
  return nullptr;
}

/** None where it is no number of bytes. */
size_t bytes_of(const dlpack::Tensor& tensor) {
  size_t bits = size_t{tensor.type.bits} * tensor.type.lanes;
  for (int32_t axis = 0; axis < tensor.rank; axis++) {
    const int64_t extent = tensor.shape[axis];
    if (extent <= 0 || bits > SIZE_MAX / static_cast<size_t>(extent)) return 0;
    bits *= static_cast<size_t>(extent);
  }
  return bits / 8 + (bits % 8 != 0);
}

Napi::Array list_of(Napi::Env env, const int64_t* values, int32_t count) {
  Napi::Array list = Napi::Array::New(env, static_cast<size_t>(count));
  for (int32_t at = 0; at < count; at++) list.Set(static_cast<uint32_t>(at), static_cast<double>(values[at]));
  return list;
}

/** describe(handle) → what the tensor says of itself; it is not taken. */
Napi::Value describe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  dlpack::ManagedTensor** slot = slot_of(info[0]);
  if (slot == nullptr) return env.Undefined();
  const dlpack::Tensor& tensor = (*slot)->tensor;
  if (tensor.rank < 0 || (tensor.rank > 0 && tensor.shape == nullptr)) {
    throw_coded(env, "NOT_A_TENSOR", "the tensor has no shape");
    return env.Undefined();
  }
  Napi::Object told = Napi::Object::New(env);
  told.Set("kind", static_cast<int32_t>(tensor.device.kind));
  told.Set("index", tensor.device.index);
  told.Set("code", static_cast<int32_t>(tensor.type.code));
  told.Set("bits", static_cast<int32_t>(tensor.type.bits));
  told.Set("lanes", static_cast<int32_t>(tensor.type.lanes));
  told.Set("shape", list_of(env, tensor.shape, tensor.rank));
  if (tensor.strides != nullptr) told.Set("strides", list_of(env, tensor.strides, tensor.rank));
  told.Set("address", Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(tensor.data))));
  told.Set("byteOffset", static_cast<double>(tensor.byte_offset));
  return told;
}

/** take(handle) → an object that stands for the memory; `giveBack` calls the tensor's deleter. */
Napi::Value take(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  dlpack::ManagedTensor** slot = slot_of(info[0]);
  if (slot == nullptr) return env.Undefined();
  dlpack::ManagedTensor* const managed = *slot;
  *slot = nullptr;
  HostMemory memory;
  if (managed->tensor.device.kind == dlpack::Kind::cpu && managed->tensor.data != nullptr) {
    memory.data = static_cast<uint8_t*>(managed->tensor.data) + managed->tensor.byte_offset;
    memory.length = bytes_of(managed->tensor);
  }
  memory.end = [managed] {
    if (managed->deleter != nullptr) managed->deleter(managed);
  };
  Napi::Object taken = Napi::Object::New(env);
  wrap_host_memory(taken, std::move(memory));
  return taken;
}

Napi::Value give_back(const Napi::CallbackInfo& info) {
  if (HostMemory* memory = host_memory_of(info[0])) end_host_memory(*memory);
  return info.Env().Undefined();
}

/** The memory of a value and the bytes of a typed array of its length; throws in JavaScript otherwise. */
struct Pair {
  HostMemory* memory = nullptr;
  void* bytes = nullptr;
};

Pair pair_of(const Napi::CallbackInfo& info) {
  Pair pair{host_memory_of(info[0]), nullptr};
  size_t length = 0;
  napi_typedarray_type type;
  const bool is_pair = pair.memory != nullptr && info[1].IsTypedArray() && napi_get_typedarray_info(info.Env(), info[1], &type, &length, &pair.bytes, nullptr, nullptr) == napi_ok &&
                       (type == napi_uint8_array || type == napi_uint8_clamped_array) && length == pair.memory->length;
  if (!is_pair) {
    throw_coded(info.Env(), "INVALID_ARGUMENT", "memory of the host is copied from and to a Uint8Array of its length");
    pair.memory = nullptr;
  }
  return pair;
}

Napi::Value copy_in(const Napi::CallbackInfo& info) {
  const Pair pair = pair_of(info);
  if (pair.memory != nullptr && pair.memory->length > 0) std::memcpy(pair.memory->data, pair.bytes, pair.memory->length);
  return info.Env().Undefined();
}

Napi::Value copy_out(const Napi::CallbackInfo& info) {
  const Pair pair = pair_of(info);
  if (pair.memory != nullptr && pair.memory->length > 0) std::memcpy(pair.bytes, pair.memory->data, pair.memory->length);
  return info.Env().Undefined();
}

/** view(memory) → an ArrayBuffer of it, which gives it back when it is collected: nobody else may then. */
Napi::Value view(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  HostMemory* const memory = host_memory_of(info[0]);
  if (memory == nullptr || memory->data == nullptr) {
    throw_coded(env, "INVALID_ARGUMENT", "there is no memory of the host to view");
    return env.Undefined();
  }
  auto* owned = new HostMemory(*memory);
  napi_value buffer = nullptr;
  const napi_status made = napi_create_external_arraybuffer(env, owned->data, owned->length, [](napi_env, void*, void* hint) {
    auto* collected = static_cast<HostMemory*>(hint);
    end_host_memory(*collected);
    delete collected;
  }, owned, &buffer);
  if (made != napi_ok) {
    delete owned;
    throw_coded(env, "NO_VIEW", "this JavaScript engine takes no memory of others");
    return env.Undefined();
  }
  *memory = HostMemory{};
  return Napi::Value(env, buffer);
}

}  // namespace

void define_taking(Napi::Env env, Napi::Object into) {
  into.Set("describe", Napi::Function::New(env, describe, "describe"));
  into.Set("take", Napi::Function::New(env, take, "take"));
  into.Set("copyIn", Napi::Function::New(env, copy_in, "copyIn"));
  into.Set("copyOut", Napi::Function::New(env, copy_out, "copyOut"));
  into.Set("view", Napi::Function::New(env, view, "view"));
  into.Set("giveBack", Napi::Function::New(env, give_back, "giveBack"));
}

}  // namespace openhcs
