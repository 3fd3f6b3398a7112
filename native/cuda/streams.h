#ifndef OPENHCS_CUDA_STREAMS_H
#define OPENHCS_CUDA_STREAMS_H

#include <cstddef>
#include <vector>

#include "context.h"
#include "events.h"

namespace openhcs::cuda {

/** The last command on a memory: the stream that it ran in and the event at its end. Empty before the first. */
struct Use {
  Handle stream = nullptr;
  Event event;
};

/**
 * In what order commands run.
 *
 * Each memory knows its last use. A command runs in the stream of the last use of its first memory, so that a chain of commands stays in one stream
 * and needs no waiting; a memory without a use gets the next of a few streams in turn, so that independent chains overlap. Before it, the stream is made
 * to wait for the last use of every other memory of the command that ran in another stream. After it, an event is recorded, and that stream and event
 * become the last use of all its memories.
 *
 * So a last use stands for all earlier ones of its memory: whoever waits for it may read, overwrite or free the memory. Reading counts as use, too: two
 * commands that read the same memory run one after the other.
 *
 * Nothing is waited for on the host. One caller at a time.
 */
class Streams {
 public:
  Streams(Context& context, Events& events) : context_(context), events_(events) {}

  /** @param enqueue (stream) → Result @param what what it does, as errors name it */
  template <class Enqueue>
  void run(const std::vector<Use*>& uses, const char* what, Enqueue&& enqueue) {
    Use next{uses.empty() || !uses.front()->event ? in_turn() : uses.front()->stream, events_.take()};
    wait_for(uses, next.stream);
    context_.check(enqueue(next.stream), what);
    record(next);
    for (Use* use : uses) *use = next;
  }

  const std::vector<Handle>& all() const noexcept { return made_; }
  /** The context must be current. */
  void destroy() noexcept;

 private:
  Handle in_turn();
  void wait_for(const std::vector<Use*>& uses, Handle stream);
  void record(const Use& use);

  Context& context_;
  Events& events_;
  std::vector<Handle> made_;
  size_t turn_ = 0;
};

}  // namespace openhcs::cuda
#endif
