#include "staging.h"

namespace openhcs::cuda {

void* Staging::piece(size_t part) {
  Piece& piece = pieces_[part % 2];
  if (piece.bytes == nullptr) context_.check(context_.api().MemHostAlloc(&piece.bytes, piece_bytes, 0), "allocating memory for transfers");
  wait(part);
  return piece.bytes;
}

void Staging::wait(size_t part) {
  Piece& piece = pieces_[part % 2];
  if (!piece.until) return;
  context_.check(context_.api().EventSynchronize(piece.until.get()), "transferring");
  piece.until.reset();
}

void Staging::destroy() noexcept {
  for (const Piece& piece : pieces_) {
    if (piece.bytes != nullptr) context_.api().MemFreeHost(piece.bytes);
  }
  pieces_ = {};
}

}  // namespace openhcs::cuda
