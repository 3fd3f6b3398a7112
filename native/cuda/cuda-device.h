#ifndef OPENHCS_CUDA_CUDA_DEVICE_H
#define OPENHCS_CUDA_CUDA_DEVICE_H

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "../device/device.h"
#include "allocations.h"
#include "context.h"
#include "events.h"
#include "../device/gate.h"
#include "programs.h"
#include "staging.h"
#include "streams.h"

namespace openhcs::cuda {

/** A device over its primary context. `order_` is held while commands are enqueued, and never while something is waited for. */
class CudaDevice : public Device {
 public:
  CudaDevice(const Api& api, int index, std::string compiler);
  ~CudaDevice() override { close(); }

  const DeviceFacts& facts() const noexcept override { return facts_; }
  MemoryId allocate(size_t bytes) override;
  MemoryId wrap(void* bytes, size_t length) override;
  void free(MemoryId memory) override;
  Location locate(MemoryId memory, bool own) override;
  MemoryId adopt(const Location& location, size_t offset, size_t bytes) override;
  MemoryId allocate_for_processes(size_t bytes) override;
  ProcessHandle process_handle(MemoryId memory) override;
  MemoryId open_process_handle(const ProcessHandle& handle, size_t bytes) override;
  bool links(Device& other) override;
  void copy_from(Device& other, MemoryId from, size_t from_offset, MemoryId to, size_t to_offset, size_t bytes) override;
  void write(MemoryId memory, size_t offset, const void* from, size_t bytes) override;
  void read(MemoryId memory, size_t offset, void* into, size_t bytes) override;
  void copy(MemoryId from, size_t from_offset, MemoryId to, size_t to_offset, size_t bytes) override;
  void fill(MemoryId memory, size_t offset, size_t bytes, uint8_t value) override;
  bool idle(MemoryId memory) override;
  void ready(MemoryId memory) override;
  std::vector<uint8_t> build(const std::string& source, const std::vector<std::string>& options) override;
  ProgramId load(const std::vector<uint8_t>& binary) override;
  void unload(ProgramId program) override;
  KernelId kernel(ProgramId program, const std::string& name, const std::string& signature) override;
  void launch(KernelId kernel, Extent groups, Extent group, const std::vector<KernelValue>& values) override;
  void finish() override;
  void close() noexcept override;

 private:
  /** Every call holds one. */
  struct Call {
    Gate::Inside inside;
    Context::Current current;
    explicit Call(CudaDevice& device) : inside(device.gate_), current(*device.context_) {}
  };

  MemoryId add(Allocation allocation);
  Allocation& at(MemoryId memory);
  /** That, and refuses what is not within it. */
  Allocation& part(MemoryId memory, size_t offset, size_t bytes);
  /** Until everything enqueued on it so far has ended; refuses what is not within it. */
  void wait_for(MemoryId memory, size_t offset, size_t bytes);
  void await_end(Handle stream) noexcept;
  void destroy() noexcept;
  void stage_in(MemoryId memory, size_t offset, const uint8_t* from, size_t bytes, size_t index);
  void stage_out(MemoryId memory, size_t offset, size_t bytes, size_t index);

  const Api& api_;
  const int index_;
  const int version_, capability_;
  const DeviceFacts facts_;
  const std::string compiler_;
  /** Let go of when it is closed, since a context takes much of the device's memory. */
  std::shared_ptr<Context> context_;
  Gate gate_;
  std::mutex order_;
  Events events_;
  Streams streams_;
  Allocations allocations_;
  Programs programs_;
  Staging in_, out_;
  std::unordered_map<MemoryId, Allocation> memories_;
  MemoryId last_memory_ = 0;
};

}  // namespace openhcs::cuda
#endif
