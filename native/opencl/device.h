#ifndef OPENHCS_OPENCL_DEVICE_H
#define OPENHCS_OPENCL_DEVICE_H

#include <functional>
#include <string>
#include <vector>

#include "../device/device.h"
#include "../device/gate.h"
#include "api.h"
#include "memories.h"

namespace openhcs::opencl {

/** Its public methods enter by the gate, so that closing waits for those that other threads are in. */
class OpenClDevice : public Device {
 public:
  OpenClDevice(const Api& api, const Listed& listed, uint32_t index);
  ~OpenClDevice() override { close(); }

  const DeviceFacts& facts() const noexcept override { return facts_; }
  MemoryId allocate(size_t bytes) override;
  MemoryId wrap(void* bytes, size_t length) override;
  void free(MemoryId memory) override;
  Location locate(MemoryId memory, bool own) override;
  MemoryId adopt(const Location& location, size_t offset, size_t bytes) override;
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
  struct Kernel {
    Handle kernel;
    ProgramId program;
    std::string signature;
  };
  using Enqueue = std::function<Int(Handle queue, const Memories::Turn& turn, Handle* event)>;

  MemoryId create(uint64_t flags, void* host, size_t bytes);
  /** Enqueues a command on these memories in its turn; with `wait`, returns when it has ended. */
  void enqueue(const char* what, const std::vector<MemoryId>& ids, bool wait, const Enqueue& command);
  void wait_for(Handle event, const char* what);

  const Api& api_;
  const Listed listed_;
  const int32_t index_;
  DeviceFacts facts_;
  Handle context_ = nullptr;
  std::vector<Handle> queues_;
  Memories memories_;
  std::vector<Handle> programs_{nullptr};
  std::vector<Kernel> kernels_{Kernel{}};
  Gate gate_;
};

}  // namespace openhcs::opencl
#endif
