#ifndef OPENHCS_CUDA_CONTEXT_H
#define OPENHCS_CUDA_CONTEXT_H

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "../device/device.h"
#include "api.h"

namespace openhcs::cuda {

/**
 * The primary context of a device, shared by everything in this process that works on it.
 *
 * Some faults end a context: from then on the driver answers every call of it with the same error, and its memory is gone. It is marked as lost then,
 * everything that has it fails with the first cause, and once no thread is in it any more it is reset, so that it can be made anew.
 */
class Context {
 public:
  /** Makes one where there is none, or where the last one was lost. */
  static std::shared_ptr<Context> of(const Api& api, int device);

  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const Api& api() const noexcept { return api_; }
  Handle handle() const noexcept { return handle_; }
  int device() const noexcept { return device_; }
  bool lost() const;

  /** Throws the error of a result other than success; one that no context survives loses this one. */
  void check(Result result, const char* what);
  void check(Result result, const char* what, const std::string& log);

  /** Makes it the current one of this thread while it lives. Throws device_lost, with the first cause. */
  class Current {
   public:
    explicit Current(Context& context);
    ~Current();
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;

   private:
    Context& context_;
  };

 private:
  Context(const Api& api, int device, Handle handle) : api_(api), device_(device), handle_(handle) {}
  void leave() noexcept;
  void await_reset();

  const Api& api_;
  const int device_;
  const Handle handle_;
  mutable std::mutex guard_;
  std::condition_variable left_;
  int users_ = 0;
  bool reset_ = false;
  std::optional<DeviceError> cause_;
};

}  // namespace openhcs::cuda
#endif
