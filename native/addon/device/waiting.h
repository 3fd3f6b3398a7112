#ifndef OPENHCS_ADDON_DEVICE_WAITING_H
#define OPENHCS_ADDON_DEVICE_WAITING_H

#include <napi.h>

#include <exception>
#include <functional>
#include <utility>
#include <vector>

#include "device-object.h"

namespace openhcs {

/** Work on one of libuv's threads whose end settles a promise. What it is given stays alive until then. */
class Waiting : public Napi::AsyncWorker {
 public:
  /** @param work returns the bytes that the promise resolves to, where it resolves to bytes */
  static Napi::Value start(Napi::Env env, const Napi::Value& kept, bool gives_bytes, std::function<std::vector<uint8_t>()> work) {
    auto* waiting = new Waiting(env, kept, gives_bytes, std::move(work));
    const Napi::Promise promise = waiting->deferred_.Promise();
    waiting->Queue();
    return promise;
  }

 private:
  Waiting(Napi::Env env, const Napi::Value& kept, bool gives_bytes, std::function<std::vector<uint8_t>()> work)
      : AsyncWorker(env), deferred_(Napi::Promise::Deferred::New(env)), gives_bytes_(gives_bytes), work_(std::move(work)) {
    if (kept.IsObject()) kept_ = Napi::Persistent(kept.As<Napi::Object>());
  }

  void Execute() override {
    try {
      bytes_ = work_();
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  void OnOK() override {
    const Napi::HandleScope scope(Env());
    if (failure_) {
      try {
        std::rethrow_exception(failure_);
      } catch (...) {
        deferred_.Reject(error_in_flight(Env()).Value());
      }
    } else if (gives_bytes_) {
      deferred_.Resolve(Napi::Buffer<uint8_t>::Copy(Env(), bytes_.data(), bytes_.size()));
    } else {
      deferred_.Resolve(Env().Undefined());
    }
  }

  Napi::Promise::Deferred deferred_;
  Napi::ObjectReference kept_;
  bool gives_bytes_;
  std::function<std::vector<uint8_t>()> work_;
  std::vector<uint8_t> bytes_;
  std::exception_ptr failure_;
};

}  // namespace openhcs
#endif
