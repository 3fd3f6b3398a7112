#ifndef OPENHCS_ISOLATION_RESULT_H
#define OPENHCS_ISOLATION_RESULT_H

#include <optional>
#include <utility>
#include <variant>

namespace openhcs::isolation {

/** A file descriptor. */
using Descriptor = int;

/** The system call that failed, and its errno. */
struct SystemError {
  const char* call;
  int number;
};

/** What a call gave, or why it gave nothing. Nothing here throws. */
template <class T>
using Result = std::variant<T, SystemError>;

/** Why a call without a result failed; empty where it did not. */
using Outcome = std::optional<SystemError>;

template <class T>
const SystemError* failure(const Result<T>& result) noexcept { return std::get_if<SystemError>(&result); }

}  // namespace openhcs::isolation
#endif
