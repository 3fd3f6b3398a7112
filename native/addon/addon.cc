#include <napi.h>

#include "../common/registry.h"
#include "interchange/interchange.h"
#include "session.h"

namespace {

Napi::Array operations(Napi::Env env) {
  Napi::Array names = Napi::Array::New(env);
  for (const openhcs::Registration* entry = openhcs::Registration::first(); entry != nullptr; entry = entry->next()) {
    names.Set(names.Length(), entry->operation());
  }
  return names;
}

Napi::Array instruction_sets(Napi::Env env) {
  Napi::Array names = Napi::Array::New(env);
  for (int set = 0; set <= static_cast<int>(openhcs::best_instruction_set()); set++) {
    names.Set(names.Length(), openhcs::name_of(static_cast<openhcs::InstructionSet>(set)));
  }
  return names;
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("Session", openhcs::Session::define(env));
  exports.Set("operations", operations(env));
  exports.Set("instructionSets", instruction_sets(env));
  exports.Set("interchange", openhcs::interchange_object(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(openhcs, initialize)
