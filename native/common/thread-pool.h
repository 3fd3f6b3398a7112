#ifndef OPENHCS_COMMON_THREAD_POOL_H
#define OPENHCS_COMMON_THREAD_POOL_H

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "kernel.h"
#include "simd.h"

namespace openhcs {

/** A unit of work that the pool runs once, on one of its threads. */
class Job {
 public:
  virtual ~Job() = default;
  virtual void execute() noexcept = 0;

 private:
  friend class ThreadPool;
  Job* next_ = nullptr;
};

/**
 * Threads that run jobs in order of arrival and lend a hand in each other's loops.
 *
 * A thread of its own rather than libuv's four, which serve files and DNS too and would starve behind a long kernel. A job that
 * calls `parallel_for` works on the loop itself, so that a pool of one thread runs everything and nested loops never deadlock.
 */
class ThreadPool {
 public:
  /** Starts the threads; throws std::system_error when the machine gives none. */
  ThreadPool(unsigned threads, InstructionSet set);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /** Queues a job, which stays the caller's. Not after `stop`. Never allocates. */
  void post(Job& job) noexcept;

  /** Runs what is queued and waits for it. `stopping` is true meanwhile, so that jobs can be short. */
  void stop() noexcept;
  bool stopping() const noexcept { return stopping_.load(std::memory_order_relaxed); }

  /** As `openhcs_executor::parallel_for`; `cancelled(context_of_cancel)` is asked before each index. For threads of the pool. */
  openhcs_status parallel_for(int64_t count, openhcs_body body, void* context, int (*cancelled)(void*), void* context_of_cancel) noexcept;

  unsigned threads() const noexcept { return static_cast<unsigned>(threads_.size()); }
  InstructionSet instruction_set() const noexcept { return set_; }

 private:
  struct Loop;

  void work() noexcept;
  static void run(Loop& loop) noexcept;
  void remove(Loop& loop) noexcept;

  const InstructionSet set_;
  std::mutex mutex_;
  std::condition_variable wanted_;
  std::condition_variable left_;
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  Loop* loops_ = nullptr;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace openhcs
#endif
