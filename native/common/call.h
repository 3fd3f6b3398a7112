#ifndef OPENHCS_COMMON_CALL_H
#define OPENHCS_COMMON_CALL_H

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

#include "failure.h"
#include "kernel.h"

namespace openhcs {

/** A C-contiguous array of the call, with the geometry that kernels ask for. */
class Array {
 public:
  explicit Array(const openhcs_array& raw) noexcept : raw_(&raw) {}

  openhcs_dtype dtype() const noexcept { return raw_->dtype; }
  int rank() const noexcept { return raw_->rank; }
  int64_t shape(int axis) const noexcept { return raw_->shape[axis]; }
  int64_t size() const noexcept { return extent(0, rank()); }
  /** Product of the shape over the axes [first, last). */
  int64_t extent(int first, int last) const noexcept;
  bool same_shape(const Array& other) const noexcept;

  template <class T>
  T* data() const noexcept { return static_cast<T*>(raw_->data); }

 private:
  const openhcs_array* raw_;
};

/** What a kernel was asked to do: its arrays, its parameters, and the threads to do it on. Failed look-ups throw `Failure`. */
class Call {
 public:
  Call(const char* operation, openhcs_call& raw) noexcept : operation_(operation), raw_(&raw) {}

  const char* operation() const noexcept { return operation_; }
  int64_t input_count() const noexcept { return raw_->input_count; }
  int64_t output_count() const noexcept { return raw_->output_count; }
  Array input(int64_t index) const;
  Array output(int64_t index) const;

  /** Requires exactly so many arrays, so that a kernel need not check each. */
  void expect_arrays(int64_t inputs, int64_t outputs) const;

  bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  double number(std::string_view name, double otherwise) const;
  bool flag(std::string_view name, bool otherwise) const { return number(name, otherwise ? 1 : 0) != 0; }
  std::string_view text(std::string_view name, std::string_view otherwise) const;
  /** The numbers of a list, or none where the parameter is absent. */
  std::vector<double> numbers(std::string_view name) const;
  /** One number per axis; a single number holds for all axes. */
  std::vector<double> per_axis(std::string_view name, int rank, double otherwise) const;

  /** Throws as soon as nobody wants the result; for loops that take long between two iterations of `parallel_for`. */
  void stop_if_cancelled() const {
    if (raw_->executor->cancelled(raw_->executor->self) != 0) throw Failure(OPENHCS_CANCELLED, "%s: stopped.", operation_);
  }

  /** Runs `body(i)` for each i in [0, count) on the threads of the call. What a body throws is thrown here. */
  template <class Body>
  void parallel_for(int64_t count, Body&& body) const;

 private:
  const openhcs_parameter* find(std::string_view name) const noexcept;

  const char* operation_;
  openhcs_call* raw_;
};

/** Runs a kernel's body and turns what it throws into a status and a message. */
openhcs_status guarded(const char* operation, void (*body)(Call&), openhcs_call* raw) noexcept;

/** Turns the exception in flight into a status and its message. */
openhcs_status describe_exception(char (&message)[OPENHCS_MESSAGE_BYTES]) noexcept;

template <class Body>
void Call::parallel_for(int64_t count, Body&& body) const {
  // Several threads may fail at once, but the executor reports one status; any of the messages with that status will do.
  struct Context {
    std::remove_reference_t<Body>* body;
    char messages[OPENHCS_INTERNAL + 1][OPENHCS_MESSAGE_BYTES];
    std::array<std::atomic_flag, OPENHCS_INTERNAL + 1> written;
  };
  Context context{&body, {}, {}};
  const openhcs_status status = raw_->executor->parallel_for(
      raw_->executor->self, count,
      [](void* opaque, int64_t index) -> openhcs_status {
        auto& context = *static_cast<Context*>(opaque);
        try {
          (*context.body)(index);
          return OPENHCS_OK;
        } catch (...) {
          char message[OPENHCS_MESSAGE_BYTES];
          const openhcs_status status = describe_exception(message);
          if (!context.written[status].test_and_set()) std::snprintf(context.messages[status], sizeof message, "%s", message);
          return status;
        }
      },
      &context);
  if (status != OPENHCS_OK) throw Failure(status, "%s", context.messages[status]);
}

}  // namespace openhcs
#endif
