#ifndef OPENHCS_ADDON_ISOLATION_OPERATIONS_H
#define OPENHCS_ADDON_ISOLATION_OPERATIONS_H

#include <napi.h>

namespace openhcs::isolation {

/** Each adds the operations of its file to the exports; see isolation.d.ts for what they do. */
void define_segments(Napi::Env env, Napi::Object exports);
void define_liveness(Napi::Env env, Napi::Object exports);
void define_sockets(Napi::Env env, Napi::Object exports);
void define_processes(Napi::Env env, Napi::Object exports);

}  // namespace openhcs::isolation
#endif
