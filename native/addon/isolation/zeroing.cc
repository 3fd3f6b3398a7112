#include "zeroing.h"

#include "errors.h"

namespace openhcs::isolation {

Zeroing::Zeroing(Napi::Env env, Descriptor segment) : Napi::AsyncWorker(env, "openhcs:zero"), deferred_(env), segment_(segment) {}
Zeroing::~Zeroing() { close_descriptor(segment_); }

Napi::Promise Zeroing::start(Napi::Env env, Descriptor segment) {
  // Destroys itself when it has settled.
  auto* zeroing = new Zeroing(env, segment);
  zeroing->Queue();
  return zeroing->deferred_.Promise();
}

void Zeroing::Execute() { error_ = zero_segment(segment_); }

void Zeroing::OnOK() {
  if (!error_) return deferred_.Resolve(Env().Undefined());
  raise(Env(), *error_);
  OnError(Env().GetAndClearPendingException());
}

void Zeroing::OnError(const Napi::Error& error) { deferred_.Reject(error.Value()); }

}  // namespace openhcs::isolation
