#include "streams.h"

namespace openhcs::cuda {
namespace {

/** As many as there are engines that run side by side, with one for kernels to spare: copies in, copies out, kernels. */
constexpr size_t most = 4;
constexpr unsigned non_blocking = 1;

}  // namespace

Handle Streams::in_turn() {
  if (made_.size() < most) {
    made_.reserve(most);
    Handle stream = nullptr;
    context_.check(context_.api().StreamCreate(&stream, non_blocking), "making a stream");
    made_.push_back(stream);
    return stream;
  }
  return made_[turn_++ % most];
}

void Streams::wait_for(const std::vector<Use*>& uses, Handle stream) {
  const Use* waited = nullptr;
  for (const Use* use : uses) {
    // Memories that came from one command share its event.
    if (!use->event || use->stream == stream || (waited != nullptr && waited->event == use->event)) continue;
    context_.check(context_.api().StreamWaitEvent(stream, use->event.get(), 0), "ordering commands");
    waited = use;
  }
}

void Streams::record(const Use& use) {
  const Result recorded = context_.api().EventRecord(use.event.get(), use.stream);
  if (recorded == 0) return;
  // Nothing would wait for the command, so this does.
  context_.check(context_.api().StreamSynchronize(use.stream), "waiting for a stream");
  context_.check(recorded, "recording an event");
}

void Streams::destroy() noexcept {
  for (const Handle stream : made_) context_.api().StreamDestroy(stream);
  made_.clear();
}

}  // namespace openhcs::cuda
