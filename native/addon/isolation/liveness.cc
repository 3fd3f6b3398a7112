#include <cstdint>
#include <unordered_map>
#include <utility>

#include "arguments.h"
#include "operations.h"

namespace openhcs::isolation {
namespace {

/** What is watched, weakly, by number; of one environment. */
struct Watched {
  std::uint64_t last = 0;
  std::unordered_map<std::uint64_t, Napi::ObjectReference> references;
};

Napi::Value watch(const Napi::CallbackInfo& info) {
  if (!info[0].IsArrayBuffer()) return Arguments("watch", info).refuse("\"buffer\" must be an ArrayBuffer.");
  Watched& watched = *info.Env().GetInstanceData<Watched>();
  watched.references.emplace(++watched.last, Napi::Weak(info[0].As<Napi::Object>()));
  return Napi::Number::New(info.Env(), static_cast<double>(watched.last));
}

Napi::Value is_alive(const Napi::CallbackInfo& info) {
  const auto number = Arguments("isAlive", info).whole_number(info[0], "watch", 1, most_exact);
  if (!number) return info.Env().Undefined();
  auto& references = info.Env().GetInstanceData<Watched>()->references;
  const auto found = references.find(*number);
  const bool alive = found != references.end() && !found->second.Value().IsEmpty();
  if (!alive && found != references.end()) references.erase(found);
  return Napi::Boolean::New(info.Env(), alive);
}

Napi::Value watched(const Napi::CallbackInfo& info) {
  const auto number = Arguments("watched", info).whole_number(info[0], "watch", 1, most_exact);
  if (!number) return info.Env().Undefined();
  const auto& references = info.Env().GetInstanceData<Watched>()->references;
  const auto found = references.find(*number);
  if (found == references.end()) return info.Env().Undefined();
  const Napi::Object buffer = found->second.Value();
  return buffer.IsEmpty() ? info.Env().Undefined() : static_cast<Napi::Value>(buffer);
}

Napi::Value unwatch(const Napi::CallbackInfo& info) {
  const auto number = Arguments("unwatch", info).whole_number(info[0], "watch", 1, most_exact);
  if (number) info.Env().GetInstanceData<Watched>()->references.erase(*number);
  return info.Env().Undefined();
}

}  // namespace

void define_liveness(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Watched);
  exports.Set("watch", Napi::Function::New<watch>(env, "watch"));
  exports.Set("isAlive", Napi::Function::New<is_alive>(env, "isAlive"));
  exports.Set("watched", Napi::Function::New<watched>(env, "watched"));
  exports.Set("unwatch", Napi::Function::New<unwatch>(env, "unwatch"));
}

}  // namespace openhcs::isolation
