#ifndef OPENHCS_CUDA_STAGING_H
#define OPENHCS_CUDA_STAGING_H

#include <array>
#include <cstddef>
#include <mutex>
#include <utility>

#include "context.h"
#include "events.h"

namespace openhcs::cuda {

/**
 * Memory of the host that the device's copy engines reach, for one direction: two pieces, so that one is copied by the device while the other is copied
 * by the host. Whoever transfers holds `guard`, from any thread.
 */
class Staging {
 public:
  static constexpr size_t piece_bytes = size_t{4} << 20;

  explicit Staging(Context& context) : context_(context) {}

  /** The piece that this part of a transfer goes through, once the device is done with it. */
  void* piece(size_t part);
  /** The device uses the piece until this event. */
  void in_use(size_t part, Event until) { pieces_[part % 2].until = std::move(until); }
  /** Waits for the device to be done with the piece of a part. */
  void wait(size_t part);
  /** The context must be current, and everything enqueued have ended. */
  void destroy() noexcept;

  std::mutex guard;

 private:
  struct Piece {
    void* bytes = nullptr;
    Event until;
  };

  Context& context_;
  std::array<Piece, 2> pieces_;
};

}  // namespace openhcs::cuda
#endif
