#include <cstring>

#include "../../isolation/segment.h"
#include "arguments.h"
#include "buffers.h"
#include "errors.h"
#include "operations.h"
#include "zeroing.h"

namespace openhcs::isolation {
namespace {

Napi::Value create_segment(const Napi::CallbackInfo& info) {
  const Arguments arguments("createSegment", info);
  const auto bytes = arguments.whole_number(info[0], "bytes", 1, most_exact);
  if (!bytes) return info.Env().Undefined();
  const Result<Descriptor> segment = isolation::create_segment(*bytes);
  if (const SystemError* error = failure(segment)) return raise(info.Env(), *error);
  return Napi::Number::New(info.Env(), std::get<Descriptor>(segment));
}

Napi::Value reopen_for_reading(const Napi::CallbackInfo& info) {
  const auto descriptor = Arguments("reopenForReading", info).descriptor(0);
  if (!descriptor) return info.Env().Undefined();
  const Result<Descriptor> reopened = isolation::reopen_for_reading(*descriptor);
  if (const SystemError* error = failure(reopened)) return raise(info.Env(), *error);
  return Napi::Number::New(info.Env(), std::get<Descriptor>(reopened));
}

Napi::Value map(const char* operation, const Napi::CallbackInfo& info, Access access) {
  const Arguments arguments(operation, info);
  const auto descriptor = arguments.descriptor(0);
  if (!descriptor) return info.Env().Undefined();
  const auto bytes = arguments.whole_number(info[1], "bytes", 1, most_exact);
  if (!bytes) return info.Env().Undefined();
  const auto populate = arguments.option(2, "populate");
  if (!populate) return info.Env().Undefined();
  Result<std::shared_ptr<Mapping>> mapping = Mapping::of(*descriptor, *bytes, access, *populate);
  if (const SystemError* error = failure(mapping)) return raise(info.Env(), *error);
  return expose(info.Env(), std::move(std::get<std::shared_ptr<Mapping>>(mapping)));
}

Napi::Value map_shared(const Napi::CallbackInfo& info) { return map("mapShared", info, Access::shared); }
Napi::Value map_private(const Napi::CallbackInfo& info) { return map("mapPrivate", info, Access::copy_on_write); }

Napi::Value revoke(const Napi::CallbackInfo& info) {
  const Arguments arguments("revoke", info);
  const std::shared_ptr<Mapping> mapping = mapping_of(arguments, 0);
  if (!mapping) return info.Env().Undefined();
  const auto watched = arguments.option(1, "watched");
  if (!watched) return info.Env().Undefined();
  if (const Outcome error = mapping->revoke(*watched ? Leftover::watched : Leftover::writable)) return raise(info.Env(), *error);
  return info.Env().Undefined();
}

Napi::Value renew(const Napi::CallbackInfo& info) {
  const std::shared_ptr<Mapping> mapping = mapping_of(Arguments("renew", info), 0);
  if (!mapping) return info.Env().Undefined();
  Result<std::shared_ptr<Mapping>> moved = mapping->renew();
  if (const SystemError* error = failure(moved)) return raise(info.Env(), *error);
  return expose(info.Env(), std::move(std::get<std::shared_ptr<Mapping>>(moved)));
}

Napi::Value remap(const Napi::CallbackInfo& info) {
  const Arguments arguments("remap", info);
  const std::shared_ptr<Mapping> mapping = mapping_of(arguments, 0, true);
  if (!mapping) return info.Env().Undefined();
  const auto descriptor = arguments.descriptor(1);
  if (!descriptor) return info.Env().Undefined();
  const auto populate = arguments.option(2, "populate");
  if (!populate) return info.Env().Undefined();
  if (const Outcome error = mapping->remap(*descriptor, *populate)) return raise(info.Env(), *error);
  return info.Env().Undefined();
}

std::shared_ptr<Mapping> private_mapping_of(const Arguments& arguments, std::size_t index) {
  std::shared_ptr<Mapping> mapping = mapping_of(arguments, index);
  if (!mapping || mapping->access() == Access::copy_on_write) return mapping;
  arguments.refuse("\"buffer\" must be a private mapping; this one is shared.");
  return nullptr;
}

Napi::Value is_written(const Napi::CallbackInfo& info) {
  const std::shared_ptr<Mapping> mapping = private_mapping_of(Arguments("isWritten", info), 0);
  if (!mapping) return info.Env().Undefined();
  return Napi::Boolean::New(info.Env(), mapping->is_written());
}

Napi::Value pristine(const Napi::CallbackInfo& info) {
  const std::shared_ptr<Mapping> mapping = private_mapping_of(Arguments("pristine", info), 0);
  if (!mapping) return info.Env().Undefined();
  if (const Outcome error = mapping->drop_writes()) return raise(info.Env(), *error);
  return info.Env().Undefined();
}

Napi::Value equals_segment(const Napi::CallbackInfo& info) {
  const Arguments arguments("equalsSegment", info);
  const std::shared_ptr<Mapping> mine = mapping_of(arguments, 0);
  if (!mine) return info.Env().Undefined();
  const auto descriptor = arguments.descriptor(1);
  if (!descriptor) return info.Env().Undefined();
  const Result<std::shared_ptr<Mapping>> segment = Mapping::of(*descriptor, mine->bytes(), Access::read_only, true);
  if (const SystemError* error = failure(segment)) return raise(info.Env(), *error);
  return Napi::Boolean::New(info.Env(), std::memcmp(mine->address(), std::get<std::shared_ptr<Mapping>>(segment)->address(), mine->bytes()) == 0);
}

Napi::Value zero(const Napi::CallbackInfo& info) {
  const auto descriptor = Arguments("zero", info).descriptor(0);
  if (!descriptor) return info.Env().Undefined();
  const Result<Descriptor> own = duplicate(*descriptor);
  if (const SystemError* error = failure(own)) return raise(info.Env(), *error);
  return Zeroing::start(info.Env(), std::get<Descriptor>(own));
}

Napi::Value close(const Napi::CallbackInfo& info) {
  const auto descriptor = Arguments("close", info).descriptor(0);
  if (!descriptor) return info.Env().Undefined();
  if (const Outcome error = close_descriptor(*descriptor)) return raise(info.Env(), *error);
  return info.Env().Undefined();
}

}  // namespace

void define_segments(Napi::Env env, Napi::Object exports) {
  exports.Set("createSegment", Napi::Function::New<create_segment>(env, "createSegment"));
  exports.Set("reopenForReading", Napi::Function::New<reopen_for_reading>(env, "reopenForReading"));
  exports.Set("mapShared", Napi::Function::New<map_shared>(env, "mapShared"));
  exports.Set("mapPrivate", Napi::Function::New<map_private>(env, "mapPrivate"));
  exports.Set("remap", Napi::Function::New<remap>(env, "remap"));
  exports.Set("renew", Napi::Function::New<renew>(env, "renew"));
  exports.Set("revoke", Napi::Function::New<revoke>(env, "revoke"));
  exports.Set("isWritten", Napi::Function::New<is_written>(env, "isWritten"));
  exports.Set("pristine", Napi::Function::New<pristine>(env, "pristine"));
  exports.Set("equalsSegment", Napi::Function::New<equals_segment>(env, "equalsSegment"));
  exports.Set("zero", Napi::Function::New<zero>(env, "zero"));
  exports.Set("close", Napi::Function::New<close>(env, "close"));
}

}  // namespace openhcs::isolation
