#include "device-object.h"

namespace openhcs {
namespace {

Napi::Error coded(Napi::Env env, const char* code, const char* message, const std::string& status = {}, const std::string& log = {}) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", code);
  error.Set("status", status);
  error.Set("log", log);
  return error;
}

}  // namespace

Napi::Error error_in_flight(Napi::Env env) {
  try {
    throw;
  } catch (const DeviceError& error) {
    return coded(env, name_of(error.fault()), error.what(), error.status(), error.log());
  } catch (const std::bad_alloc&) {
    return coded(env, name_of(DeviceFault::out_of_memory), "the host has no memory left.");
  } catch (const std::exception& error) {
    return coded(env, "INTERNAL", error.what());
  }
}

Napi::Object facts_object(Napi::Env env, const DeviceFacts& facts) {
  Napi::Object object = Napi::Object::New(env);
  const auto number = [&](const char* name, double value) { object.Set(name, Napi::Number::New(env, value)); };
  object.Set("name", facts.name);
  object.Set("vendor", facts.vendor);
  object.Set("platform", facts.platform);
  object.Set("driver", facts.driver);
  object.Set("uuid", facts.uuid);
  object.Set("kind", facts.kind);
  object.Set("architecture", facts.architecture);
  number("memoryBytes", static_cast<double>(facts.memory_bytes));
  number("mostAllocationBytes", static_cast<double>(facts.most_allocation_bytes));
  number("localBytes", static_cast<double>(facts.local_bytes));
  number("computeUnits", facts.compute_units);
  number("mostGroupSize", facts.most_group_size);
  number("lanes", facts.lanes);
  object.Set("fp64", Napi::Boolean::New(env, facts.fp64));
  object.Set("sharesHostMemory", Napi::Boolean::New(env, facts.shares_host_memory));
  return object;
}

}  // namespace openhcs
