#include "host-memory.h"

#include <utility>

namespace openhcs {
namespace {

constexpr napi_type_tag tag{0x3f0c1a9d64b84c57, 0x9e27d5b3a1f06e42};

}  // namespace

void wrap_host_memory(Napi::Object object, HostMemory memory) {
  auto* owned = new HostMemory(std::move(memory));
  napi_wrap(object.Env(), object, owned, [](napi_env, void* data, void*) {
    auto* collected = static_cast<HostMemory*>(data);
    end_host_memory(*collected);
    delete collected;
  }, nullptr, nullptr);
  napi_type_tag_object(object.Env(), object, &tag);
}

HostMemory* host_memory_of(const Napi::Value& value) {
  bool is_ours = false;
  if (!value.IsObject() || napi_check_object_type_tag(value.Env(), value, &tag, &is_ours) != napi_ok || !is_ours) return nullptr;
  void* data = nullptr;
  return napi_unwrap(value.Env(), value, &data) == napi_ok ? static_cast<HostMemory*>(data) : nullptr;
}

void end_host_memory(HostMemory& memory) {
  const std::function<void()> end = std::exchange(memory.end, nullptr);
  memory.data = nullptr;
  memory.length = 0;
  if (end) end();
}

}  // namespace openhcs
