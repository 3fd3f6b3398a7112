#ifndef OPENHCS_COMMON_SCRATCH_H
#define OPENHCS_COMMON_SCRATCH_H

#include <cstdint>
#include <limits>
#include <new>
#include <type_traits>

namespace openhcs {

/** Working space of plain elements: aligned to a cache line, and not cleared, because clearing costs as much as a filter pass. */
template <class T>
class Scratch {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  /** Throws std::bad_alloc. */
  explicit Scratch(int64_t size) : data_(allocate(size)) {}
  ~Scratch() { ::operator delete(data_, alignment); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  T* data() noexcept { return data_; }
  T& operator[](int64_t index) noexcept { return data_[index]; }

 private:
  static constexpr std::align_val_t alignment{64};

  static T* allocate(int64_t size) {
    if (size < 0 || size > std::numeric_limits<int64_t>::max() / static_cast<int64_t>(sizeof(T))) throw std::bad_alloc();
    return static_cast<T*>(::operator new(static_cast<std::size_t>(size) * sizeof(T), alignment));
  }

  T* data_;
};

}  // namespace openhcs
#endif
