#include <limits>
#include <utility>

#include "../../isolation/descriptors.h"
#include "../../isolation/harden.h"
#include "../../isolation/limits.h"
#include "arguments.h"
#include "errors.h"
#include "operations.h"

namespace openhcs::isolation {
namespace {

constexpr double most_process = std::numeric_limits<std::int32_t>::max();

Napi::Value facts(const Napi::CallbackInfo& info) {
  const Facts facts = isolation::facts();
  Napi::Object object = Napi::Object::New(info.Env());
  object.Set("platform", facts.platform);
  object.Set("arch", facts.arch);
  object.Set("segments", facts.segments);
  object.Set("systemCallFilter", facts.system_call_filter);
  object.Set("limits", facts.limits);
  return object;
}

Napi::Value set_limits(const Napi::CallbackInfo& info) {
  const Arguments arguments("setLimits", info);
  const auto process = arguments.whole_number(info[0], "processId", 1, most_process);
  if (!process) return info.Env().Undefined();
  if (!info[1].IsObject()) return arguments.refuse("\"limits\" must be an object.");
  Limits limits;
  const std::pair<const char*, std::optional<std::uint64_t>&> wanted[] = {{"dataBytes", limits.data_bytes},
                                                                          {"cpuSeconds", limits.cpu_seconds},
                                                                          {"openFiles", limits.open_files},
                                                                          {"fileBytes", limits.file_bytes},
                                                                          {"coreBytes", limits.core_bytes}};
  for (const auto& [name, limit] : wanted) {
    const Napi::Value value = info[1].As<Napi::Object>().Get(name);
    if (info.Env().IsExceptionPending()) return info.Env().Undefined();
    if (value.IsUndefined()) continue;
    limit = arguments.whole_number(value, name, 0, most_exact);
    if (!limit) return info.Env().Undefined();
  }
  if (const Outcome error = isolation::set_limits(static_cast<std::int64_t>(*process), limits)) return raise(info.Env(), *error);
  return info.Env().Undefined();
}

Napi::Value withhold_descriptors(const Napi::CallbackInfo& info) {
  if (const Outcome error = isolation::withhold_descriptors()) return raise(info.Env(), *error);
  return info.Env().Undefined();
}

Napi::Value harden(const Napi::CallbackInfo& info) {
  const auto parent = Arguments("harden", info).whole_number(info[0], "parentId", 1, most_process);
  if (!parent) return info.Env().Undefined();
  if (const Outcome error = isolation::harden(static_cast<std::int64_t>(*parent))) return raise(info.Env(), *error);
  return info.Env().Undefined();
}

Napi::Value exit(const Napi::CallbackInfo& info) {
  const auto code = Arguments("exit", info).whole_number(info[0], "code", 0, 255);
  if (!code) return info.Env().Undefined();
  exit_now(static_cast<int>(*code));
}

}  // namespace

void define_processes(Napi::Env env, Napi::Object exports) {
  exports.Set("facts", Napi::Function::New<facts>(env, "facts"));
  exports.Set("setLimits", Napi::Function::New<set_limits>(env, "setLimits"));
  exports.Set("withholdDescriptors", Napi::Function::New<withhold_descriptors>(env, "withholdDescriptors"));
  exports.Set("harden", Napi::Function::New<harden>(env, "harden"));
  exports.Set("exit", Napi::Function::New<exit>(env, "exit"));
}

}  // namespace openhcs::isolation
