#ifndef OPENHCS_ADDON_ISOLATION_BUFFERS_H
#define OPENHCS_ADDON_ISOLATION_BUFFERS_H

#include <napi.h>

#include <memory>

#include "../../isolation/segment.h"
#include "arguments.h"

namespace openhcs::isolation {

/** An ArrayBuffer over a mapping, which it owns. */
Napi::Value expose(Napi::Env env, std::shared_ptr<Mapping> mapping);

/** The mapping of an ArrayBuffer that `expose` made; empty, with an error thrown, where it is another thing, or revoked. */
std::shared_ptr<Mapping> mapping_of(const Arguments& arguments, std::size_t index, bool revoked_too = false);

}  // namespace openhcs::isolation
#endif
