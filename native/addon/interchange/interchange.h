#ifndef OPENHCS_ADDON_INTERCHANGE_INTERCHANGE_H
#define OPENHCS_ADDON_INTERCHANGE_INTERCHANGE_H

#include <napi.h>

#include <string>

namespace openhcs {

/** What hands memory over to others and takes it from them; every addon that has memory offers it as `interchange`. */
Napi::Object interchange_object(Napi::Env env);

/** An Error with a `code`, and in `status` what the system calls it. */
void throw_coded(Napi::Env env, const char* code, const std::string& message, const std::string& status = {});

void define_lending(Napi::Env env, Napi::Object into);
void define_taking(Napi::Env env, Napi::Object into);
void define_segments(Napi::Env env, Napi::Object into);

}  // namespace openhcs
#endif
