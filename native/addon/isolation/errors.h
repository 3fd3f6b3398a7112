#ifndef OPENHCS_ADDON_ISOLATION_ERRORS_H
#define OPENHCS_ADDON_ISOLATION_ERRORS_H

#include <napi.h>

#include <string>

#include "../../isolation/result.h"

namespace openhcs::isolation {

/** Throws in JavaScript an Error with `code` (the errno's name) and `syscall`. Gives undefined, to be returned. */
Napi::Value raise(Napi::Env env, const SystemError& error);

/** The same for an argument that no system call was asked about; `syscall` is then the operation of this addon. */
Napi::Value refuse(Napi::Env env, const char* operation, const std::string& rule);

}  // namespace openhcs::isolation
#endif
