#ifndef OPENHCS_ADDON_ISOLATION_ZEROING_H
#define OPENHCS_ADDON_ISOLATION_ZEROING_H

#include <napi.h>

#include "../../isolation/segment.h"

namespace openhcs::isolation {

/** Zeroes a segment on a thread of libuv's pool. */
class Zeroing final : public Napi::AsyncWorker {
 public:
  /** Starts; the promise settles on the JavaScript thread. The descriptor is closed at the end. */
  static Napi::Promise start(Napi::Env env, Descriptor segment);

  ~Zeroing() override;
  void Execute() override;
  void OnOK() override;
  void OnError(const Napi::Error& error) override;

 private:
  Zeroing(Napi::Env env, Descriptor segment);

  Napi::Promise::Deferred deferred_;
  const Descriptor segment_;
  Outcome error_;
};

}  // namespace openhcs::isolation
#endif
