#include <napi.h>

#include "operations.h"

namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  openhcs::isolation::define_segments(env, exports);
  openhcs::isolation::define_liveness(env, exports);
  openhcs::isolation::define_sockets(env, exports);
  openhcs::isolation::define_processes(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(isolation, initialize)
