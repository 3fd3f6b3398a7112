#include "session.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <thread>

namespace openhcs {
namespace {

/** More threads than this are a mistyped number rather than a machine. */
constexpr double most_threads = 1024;

void throw_error(Napi::Env env, const char* code, const std::string& message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", code);
  error.ThrowAsJavaScriptException();
}

struct Options {
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  InstructionSet set = best_instruction_set();
};

/** False with a JavaScript exception pending when an option is wrong. */
bool read_options(const Napi::Value& value, Options& options) {
  if (!value.IsObject()) return true;
  const Napi::Env env = value.Env();
  const Napi::Value threads = value.As<Napi::Object>().Get("threads"), set = value.As<Napi::Object>().Get("instructionSet");
  if (env.IsExceptionPending()) return false;
  if (!threads.IsUndefined()) {
    const double number = threads.IsNumber() ? threads.As<Napi::Number>().DoubleValue() : 0;
    if (!(number >= 1 && number <= most_threads) || number != std::floor(number)) {
      throw_error(env, "INVALID_ARGUMENT", "\"threads\" must be a whole number in [1, 1024].");
      return false;
    }
    options.threads = static_cast<unsigned>(number);
  }
  if (!set.IsUndefined()) {
    if (!set.IsString() || !parse(set.As<Napi::String>().Utf8Value(), options.set) || options.set > best_instruction_set()) {
      throw_error(env, "INVALID_ARGUMENT", "\"instructionSet\" must be one of those that this processor has; see `instructionSets`.");
      return false;
    }
  }
  return true;
}

}  // namespace

Napi::Function Session::define(Napi::Env env) {
  return DefineClass(env, "Session", {InstanceMethod<&Session::run>("run"), InstanceMethod<&Session::close>("close"),
                                      InstanceAccessor<&Session::threads>("threads"), InstanceAccessor<&Session::instruction_set>("instructionSet")});
}

Session::Session(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const Napi::Env env = info.Env();
  Options options;
  if (!read_options(info[0], options)) return;
  try {
    pool_ = std::make_unique<ThreadPool>(options.threads, options.set);
  } catch (const std::exception& exception) {
    throw_error(env, "OUT_OF_MEMORY", std::string("the threads could not be started: ") + exception.what());
    return;
  }
  threads_ = options.threads;
  set_ = options.set;
  // Threads report to this object, so it must outlive the last report: it lets go of itself when the function of the reports ends.
  Ref();
  done_ = Done::New(env, "openhcs kernel", 0, 1, this, [](Napi::Env, void*, Session* session) { session->Unref(); });
  done_.Unref(env);
  // Hooks run newest first: this one, which stops the threads, before the one that frees the function they report to.
  napi_add_env_cleanup_hook(env, before_exit, this);
  open_ = true;
}

Napi::Value Session::run(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  napi_deferred deferred;
  napi_value promise;
  if (napi_create_promise(env, &deferred, &promise) != napi_ok) return {};  // a worker that is being terminated
  try {
    auto job = std::make_unique<KernelJob>(*this, *pool_, env, deferred);
    if (!open_) {
      job->reject("CLOSED", "the session is closed.");
    } else if (job->read(info)) {
      jobs_.push_back(std::move(job));
      if (jobs_.size() == 1) done_.Ref(env);
      pool_->post(*jobs_.back());
    }
  } catch (const std::exception& exception) {
    throw_error(env, "OUT_OF_MEMORY", std::string("the call could not be read: ") + exception.what());
  }
  return Napi::Value(env, promise);
}

void Session::finished(KernelJob& job) noexcept { done_.NonBlockingCall(&job); }

void Session::settle(Napi::Env env, Napi::Function, Session* session, KernelJob* job) {
  // Without an environment JavaScript is over, and `before_exit` has freed the job.
  if (static_cast<napi_env>(env) == nullptr) return;
  const auto found = std::find_if(session->jobs_.begin(), session->jobs_.end(), [job](const auto& owned) { return owned.get() == job; });
  const std::unique_ptr<KernelJob> owned = std::move(*found);
  session->jobs_.erase(found);
  if (session->jobs_.empty() && session->open_) session->done_.Unref(env);
  owned->settle();
}

void Session::close(const Napi::CallbackInfo& info) {
  if (!open_) return;
  open_ = false;
  napi_remove_env_cleanup_hook(info.Env(), before_exit, this);
  pool_->stop();  // running kernels notice between two strips; what they and the waiting calls report is still delivered
  done_.Release();
}

void Session::before_exit(void* opaque) {
  auto* session = static_cast<Session*>(opaque);
  session->open_ = false;
  session->pool_->stop();
  session->jobs_.clear();
}

Napi::Value Session::threads(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), threads_); }

Napi::Value Session::instruction_set(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), name_of(set_)); }

}  // namespace openhcs
