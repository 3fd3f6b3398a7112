#ifndef OPENHCS_DEVICE_GATE_H
#define OPENHCS_DEVICE_GATE_H

#include <condition_variable>
#include <mutex>

#include "device.h"

namespace openhcs {

/** Who is inside a device, from whichever thread, so that closing it waits until they left; nobody enters afterwards. */
class Gate {
 public:
  class Inside {
   public:
    explicit Inside(Gate& gate) : gate_(gate) {
      const std::lock_guard lock(gate_.guard_);
      gate_.expect_open();
      gate_.inside_++;
    }
    ~Inside() {
      const std::lock_guard lock(gate_.guard_);
      if (--gate_.inside_ == 0) gate_.left_.notify_all();
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Gate& gate_;
  };

  /** Throws `closed` once it is shut; asked between the parts of what takes long. */
  void check() {
    const std::lock_guard lock(guard_);
    expect_open();
  }

  /** False where it was shut already. */
  bool shut() {
    std::unique_lock lock(guard_);
    const bool first = !shut_;
    shut_ = true;
    left_.wait(lock, [&] { return inside_ == 0; });
    return first;
  }

 private:
  void expect_open() const {
    if (shut_) throw DeviceError(DeviceFault::closed, "", "the device is closed.");
  }

  std::mutex guard_;
  std::condition_variable left_;
  int inside_ = 0;
  bool shut_ = false;
};

}  // namespace openhcs
#endif
