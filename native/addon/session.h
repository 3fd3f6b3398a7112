#ifndef OPENHCS_ADDON_SESSION_H
#define OPENHCS_ADDON_SESSION_H

#include <napi.h>

#include <list>
#include <memory>

#include "kernel-job.h"

namespace openhcs {

/**
 * `new Session({ threads?, instructionSet? })`: a thread pool and the calls that run on it, for one JavaScript environment.
 *
 * Threads touch jobs only; everything else happens on the JavaScript thread. Jobs are owned here, so that an environment that ends
 * (a worker that is terminated, `process.exit` in the middle of a kernel) stops the threads first and frees the jobs afterwards.
 */
class Session final : public Napi::ObjectWrap<Session> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit Session(const Napi::CallbackInfo& info);

  /** Hands a job back to the JavaScript thread. Called once per job, on a thread of the pool. */
  void finished(KernelJob& job) noexcept;

 private:
  static void settle(Napi::Env env, Napi::Function, Session* session, KernelJob* job);
  using Done = Napi::TypedThreadSafeFunction<Session, KernelJob, settle>;

  Napi::Value run(const Napi::CallbackInfo& info);
  void close(const Napi::CallbackInfo& info);
  Napi::Value threads(const Napi::CallbackInfo& info);
  Napi::Value instruction_set(const Napi::CallbackInfo& info);
  static void before_exit(void* session);

  unsigned threads_ = 0;
  InstructionSet set_ = InstructionSet::baseline;
  std::unique_ptr<ThreadPool> pool_;
  std::list<std::unique_ptr<KernelJob>> jobs_;
  Done done_;
  bool open_ = false;
};

}  // namespace openhcs
#endif
