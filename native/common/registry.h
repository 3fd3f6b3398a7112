#ifndef OPENHCS_COMMON_REGISTRY_H
#define OPENHCS_COMMON_REGISTRY_H

#include <string_view>

#include "call.h"

namespace openhcs {

/** One kernel in the list of all kernels of this library. Registrations are static objects: adding an operation edits no other file. */
class Registration {
 public:
  Registration(const char* operation, openhcs_kernel kernel) noexcept;

  const char* operation() const noexcept { return operation_; }
  openhcs_kernel kernel() const noexcept { return kernel_; }
  const Registration* next() const noexcept { return next_; }

  static const Registration* first() noexcept;
  static const Registration* find(std::string_view operation) noexcept;

 private:
  const char* operation_;
  openhcs_kernel kernel_;
  const Registration* next_;
};

}  // namespace openhcs

/**
 * Defines and registers the kernel `openhcs_<operation>`; the braces that follow are its body, which receives `Call& call`.
 * The body may throw `Failure`, std::bad_alloc and what the standard library throws; the C function returns their status.
 */
#define OPENHCS_KERNEL(operation)                                                           \
  static void operation##_body(openhcs::Call& call);                                        \
  extern "C" openhcs_status openhcs_##operation(openhcs_call* raw);                         \
  extern "C" openhcs_status openhcs_##operation(openhcs_call* raw) {                        \
    return openhcs::guarded(#operation, operation##_body, raw);                             \
  }                                                                                         \
  static const openhcs::Registration operation##_registration(#operation, openhcs_##operation); \
  static void operation##_body(openhcs::Call& call)

#endif
