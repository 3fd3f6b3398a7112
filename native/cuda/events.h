#ifndef OPENHCS_CUDA_EVENTS_H
#define OPENHCS_CUDA_EVENTS_H

#include <memory>
#include <mutex>
#include <vector>

#include "context.h"

namespace openhcs::cuda {

/** Marks the end of a command; goes back to its pool when nothing refers to it any more. */
using Event = std::shared_ptr<void>;

/** Events, used again and again. From any thread; outlives what it gave. */
class Events {
 public:
  explicit Events(Context& context) : context_(context) {}

  Event take();
  /** Those that came back; the context must be current. */
  void destroy() noexcept;

 private:
  void give_back(Handle handle) noexcept;

  Context& context_;
  std::mutex guard_;
  std::vector<Handle> spare_;
  size_t made_ = 0;
};

}  // namespace openhcs::cuda
#endif
