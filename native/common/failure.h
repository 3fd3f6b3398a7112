#ifndef OPENHCS_COMMON_FAILURE_H
#define OPENHCS_COMMON_FAILURE_H

#include <cstdarg>
#include <cstdio>
#include <exception>

#include "kernel.h"

namespace openhcs {

/** Why a kernel gives up. Thrown inside a kernel only; `guarded` turns it into a status at the C interface. Never allocates. */
class Failure : public std::exception {
 public:
#if defined(__GNUC__)
  __attribute__((format(printf, 3, 4)))
#endif
  Failure(openhcs_status status, const char* format, ...) noexcept
      : status_(status) {
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(message_, sizeof message_, format, arguments);
    va_end(arguments);
  }

  openhcs_status status() const noexcept { return status_; }
  const char* what() const noexcept override { return message_; }

 private:
  openhcs_status status_;
  char message_[OPENHCS_MESSAGE_BYTES];
};

}  // namespace openhcs
#endif
