#include "interchange.h"

namespace openhcs {

Napi::Object interchange_object(Napi::Env env) {
  Napi::Object object = Napi::Object::New(env);
  define_lending(env, object);
  define_taking(env, object);
  define_segments(env, object);
  return object;
}

void throw_coded(Napi::Env env, const char* code, const std::string& message, const std::string& status) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", code);
  error.Set("status", status);
  error.Set("log", "");
  error.ThrowAsJavaScriptException();
}

}  // namespace openhcs
