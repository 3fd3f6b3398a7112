#include "thread-pool.h"

#include <algorithm>

namespace openhcs {

/** Lives on the stack of the thread that called `parallel_for`, which leaves only when no helper holds it. */
struct ThreadPool::Loop {
  const int64_t count;
  const openhcs_body body;
  void* const context;
  int (*const cancelled)(void*);
  void* const context_of_cancel;
  std::atomic<int64_t> next{0};
  std::atomic<int> status{OPENHCS_OK};
  int helpers = 0;        // guarded by the mutex of the pool
  bool listed = false;    // guarded by the mutex of the pool
  Loop* older = nullptr;  // guarded by the mutex of the pool
};

ThreadPool::ThreadPool(unsigned threads, InstructionSet set) : set_(set) {
  threads_.reserve(threads);
  try {
    for (unsigned i = 0; i < threads; i++) threads_.emplace_back([this] { work(); });
  } catch (...) {
    stop();
    throw;
  }
}

ThreadPool::~ThreadPool() { stop(); }

void ThreadPool::post(Job& job) noexcept {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    (last_ == nullptr ? first_ : last_->next_) = &job;
    last_ = &job;
  }
  wanted_.notify_one();
}

void ThreadPool::stop() noexcept {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void ThreadPool::work() noexcept {
  thread_instruction_set = set_;
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    wanted_.wait(lock, [this] { return loops_ != nullptr || first_ != nullptr || stopping(); });
    if (loops_ != nullptr) {
      Loop& loop = *loops_;
      loop.helpers++;
      lock.unlock();
      run(loop);
      lock.lock();
      remove(loop);
      if (--loop.helpers == 0) left_.notify_all();
    } else if (first_ != nullptr) {
      Job& job = *first_;
      first_ = job.next_;
      if (first_ == nullptr) last_ = nullptr;
      lock.unlock();
      job.execute();
      lock.lock();
    } else {
      return;
    }
  }
}

openhcs_status ThreadPool::parallel_for(int64_t count, openhcs_body body, void* context, int (*cancelled)(void*),
                                        void* context_of_cancel) noexcept {
  Loop loop{count, body, context, cancelled, context_of_cancel};
  const int64_t helpers = std::min<int64_t>(count, threads()) - 1;
  if (helpers > 0) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      loop.listed = true;
      loop.older = loops_;
      loops_ = &loop;
    }
    for (int64_t i = 0; i < helpers; i++) wanted_.notify_one();
  }
  run(loop);
  if (helpers > 0) {
    std::unique_lock<std::mutex> lock(mutex_);
    remove(loop);
    left_.wait(lock, [&loop] { return loop.helpers == 0; });
  }
  return static_cast<openhcs_status>(loop.status.load());
}

void ThreadPool::run(Loop& loop) noexcept {
  for (;;) {
    if (loop.status.load(std::memory_order_relaxed) != OPENHCS_OK) return;
    const int64_t index = loop.next.fetch_add(1);
    if (index >= loop.count) return;
    const int status = loop.cancelled(loop.context_of_cancel) != 0 ? OPENHCS_CANCELLED : loop.body(loop.context, index);
    int none = OPENHCS_OK;
    if (status != OPENHCS_OK) loop.status.compare_exchange_strong(none, status);
  }
}

/** Takes a loop without work left off the list, whoever notices first. */
void ThreadPool::remove(Loop& loop) noexcept {
  if (!loop.listed) return;
  Loop** link = &loops_;
  while (*link != &loop) link = &(*link)->older;
  *link = loop.older;
  loop.listed = false;
}

}  // namespace openhcs
