#ifndef OPENHCS_ADDON_KERNEL_JOB_H
#define OPENHCS_ADDON_KERNEL_JOB_H

#include <napi.h>

#include <string>
#include <vector>

#include "../common/registry.h"
#include "../common/thread-pool.h"

namespace openhcs {

class Session;

/** A parameter with the storage that its C view points into. */
struct Parameter {
  std::string name;
  std::vector<double> numbers;
  std::string text;
  bool is_text = false;
};

/**
 * One call of a kernel: read on the JavaScript thread, executed on a thread of the pool, settled on the JavaScript thread again.
 *
 * It holds every typed array that it points into until it is destroyed, on the JavaScript thread.
 */
class KernelJob final : public Job {
 public:
  KernelJob(Session& session, ThreadPool& pool, Napi::Env env, napi_deferred deferred) : session_(session), pool_(pool), env_(env), deferred_(deferred) {}

  /**
   * Reads `(operation, inputs, outputs, parameters?, cancel?)`. False when something is wrong with them, or when reading them threw in
   * JavaScript; the promise is then rejected already.
   */
  bool read(const Napi::CallbackInfo& info);

  void execute() noexcept override;

  /** Settles the promise by the status of the kernel. */
  void settle();
  void reject(const char* code, const std::string& message);

 private:
  bool read_array(const Napi::Value& value, const std::string& what, openhcs_array& array);
  bool read_arrays(const Napi::Value& value, const char* what, std::vector<openhcs_array>& arrays);
  bool read_parameters(const Napi::Value& value);
  bool read_cancel(const Napi::Value& value);
  bool outputs_stand_alone();
  bool refuse(const std::string& message);
  bool cancelled() const noexcept;

  Session& session_;
  ThreadPool& pool_;
  Napi::Env env_;
  napi_deferred deferred_;
  std::vector<Napi::ObjectReference> held_;
  const Registration* kernel_ = nullptr;
  std::vector<openhcs_array> inputs_, outputs_;
  std::vector<Parameter> parameters_;
  std::vector<openhcs_parameter> views_;
  const int32_t* cancel_ = nullptr;
  openhcs_status status_ = OPENHCS_OK;
  std::string message_;
};

}  // namespace openhcs
#endif
