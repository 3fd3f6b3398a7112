#include "registry.h"

namespace openhcs {
namespace {
// Constant-initialised, hence ready before the first static Registration runs.
const Registration* newest = nullptr;
}  // namespace

Registration::Registration(const char* operation, openhcs_kernel kernel) noexcept
    : operation_(operation), kernel_(kernel), next_(newest) {
  newest = this;
}

const Registration* Registration::first() noexcept { return newest; }

const Registration* Registration::find(std::string_view operation) noexcept {
  const Registration* entry = newest;
  while (entry != nullptr && entry->operation_ != operation) entry = entry->next_;
  return entry;
}

}  // namespace openhcs
