#include "errors.h"

#include <cerrno>
#include <system_error>

#include "../../isolation/error-name.h"

namespace openhcs::isolation {
namespace {

Napi::Value raise(Napi::Env env, Napi::Error error, const std::string& code, const char* call) {
  // What a getter of an argument threw says more.
  if (env.IsExceptionPending()) return env.Undefined();
  error.Set("code", code);
  error.Set("syscall", call);
  error.ThrowAsJavaScriptException();
  return env.Undefined();
}

}  // namespace

Napi::Value raise(Napi::Env env, const SystemError& error) {
  const std::string code = error_name(error.number);
  const std::string message = std::string(error.call) + ": " + std::generic_category().message(error.number) + " (" + code + ")";
  return raise(env, Napi::Error::New(env, message), code, error.call);
}

Napi::Value refuse(Napi::Env env, const char* operation, const std::string& rule) {
  return raise(env, Napi::TypeError::New(env, std::string(operation) + ": " + rule), error_name(EINVAL), operation);
}

}  // namespace openhcs::isolation
