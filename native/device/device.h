#ifndef OPENHCS_DEVICE_DEVICE_H
#define OPENHCS_DEVICE_DEVICE_H

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../interchange/dlpack.h"

namespace openhcs {

/** What kind of failure a driver reported; names as JavaScript sees them in `code`. */
enum class DeviceFault { no_driver, no_device, out_of_memory, build_failed, invalid_argument, device_lost, unsupported, closed, driver };

const char* name_of(DeviceFault fault) noexcept;

/** A driver's refusal: `status` is its own name for it, such as CL_OUT_OF_RESOURCES; `log` what a compiler said. */
class DeviceError : public std::exception {
 public:
  DeviceError(DeviceFault fault, std::string status, std::string message, std::string log = {})
      : fault_(fault), status_(std::move(status)), message_(std::move(message)), log_(std::move(log)) {}

  DeviceFault fault() const noexcept { return fault_; }
  const std::string& status() const noexcept { return status_; }
  const std::string& log() const noexcept { return log_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  DeviceFault fault_;
  std::string status_, message_, log_;
};

struct DeviceFacts {
  std::string name, vendor, platform, driver, uuid;
  /** "cpu", "gpu" or "accelerator". */
  std::string kind;
  /** What a compiler is told to build for, "sm_90"; empty where it finds out by itself. */
  std::string architecture;
  uint64_t memory_bytes = 0, most_allocation_bytes = 0, local_bytes = 0;
  uint32_t compute_units = 1, most_group_size = 1;
  /** Work items that run in step. */
  uint32_t lanes = 1;
  bool fp64 = false;
  /** Whether it works in the host's memory, so that `wrap` copies nothing. */
  bool shares_host_memory = false;
};

using MemoryId = uint32_t;
using ProgramId = uint32_t;
using KernelId = uint32_t;

/** What a kernel takes: `m` memory, `i` int32, `u` uint32, `l` int64, `f` float, `d` double, `s` local memory of so many bytes. */
union KernelValue {
  MemoryId memory;
  int32_t i;
  uint32_t u;
  int64_t l;
  float f;
  double d;
  uint32_t local_bytes;
};

struct Extent {
  uint32_t x = 1, y = 1, z = 1;
};

/** Where a memory is to be found by others: of which kind of device, which of those, and there by which address or handle. */
struct Location {
  dlpack::Kind kind;
  int32_t index;
  void* data;
};

/** What another process needs to open a memory. */
struct ProcessHandle {
  std::vector<uint8_t> bytes;
  /** Of the memory within what the handle opens. */
  size_t offset;
};

/**
 * An opened device. Methods throw `DeviceError`.
 *
 * `build`, `write`, `read`, `ready` and `finish` may take long and are called from any thread, also several at once; all others are called from one
 * thread and only enqueue. What is enqueued runs in order as far as it touches the same memory: every command waits for the last one on each memory that
 * it names, whichever stream that ran in, and stays in the stream of its first memory, so that chains keep theirs and independent ones overlap.
 */
class Device {
 public:
  virtual ~Device() = default;

  virtual const DeviceFacts& facts() const noexcept = 0;

  virtual MemoryId allocate(size_t bytes) = 0;
  /** Host memory used in place; the caller keeps it alive until it is freed and nothing enqueued uses it. Only where memory is shared. */
  virtual MemoryId wrap(void* bytes, size_t length) = 0;
  virtual void free(MemoryId memory) = 0;

  /** @param own where it lies as the device has it, also where the host has the same memory */
  virtual Location locate(MemoryId memory, bool own) = 0;
  /** Memory of somebody else used in place, as `locate` tells it; the caller keeps it until it is freed and nothing enqueued uses it. */
  virtual MemoryId adopt(const Location& location, size_t offset, size_t bytes) = 0;

  /** Memory that `process_handle` takes. */
  virtual MemoryId allocate_for_processes(size_t bytes);
  virtual ProcessHandle process_handle(MemoryId memory);
  /** The memory that another process made a handle of. */
  virtual MemoryId open_process_handle(const ProcessHandle& handle, size_t bytes);

  /** Whether `copy_from` takes memory of the other one. */
  virtual bool links(Device& other);
  /** Enqueues a copy from another device, in order with what is enqueued on both memories. */
  virtual void copy_from(Device& other, MemoryId from, size_t from_offset, MemoryId to, size_t to_offset, size_t bytes);

  virtual void write(MemoryId memory, size_t offset, const void* from, size_t bytes) = 0;
  virtual void read(MemoryId memory, size_t offset, void* into, size_t bytes) = 0;
  virtual void copy(MemoryId from, size_t from_offset, MemoryId to, size_t to_offset, size_t bytes) = 0;
  virtual void fill(MemoryId memory, size_t offset, size_t bytes, uint8_t value) = 0;
  /** Whether everything that was enqueued on the memory has ended well, so that `ready` would not wait. */
  virtual bool idle(MemoryId memory) = 0;
  /** Returns when everything that was enqueued on the memory has ended; throws what went wrong in it. */
  virtual void ready(MemoryId memory) = 0;

  /** Compiles to what `load` takes: a binary for this device and driver. Throws build_failed with the compiler's log. */
  virtual std::vector<uint8_t> build(const std::string& source, const std::vector<std::string>& options) = 0;
  virtual ProgramId load(const std::vector<uint8_t>& binary) = 0;
  virtual void unload(ProgramId program) = 0;
  /** @param signature one letter of KernelValue per argument */
  virtual KernelId kernel(ProgramId program, const std::string& name, const std::string& signature) = 0;
  virtual void launch(KernelId kernel, Extent groups, Extent group, const std::vector<KernelValue>& values) = 0;

  virtual void finish() = 0;
  /** Ends everything; later calls throw `closed`. Harmless when repeated. */
  virtual void close() noexcept = 0;
};

struct DriverOptions {
  /** Paths of the libraries instead of the usual names; the meaning is the driver's. */
  std::string library, compiler;
};

/** What an addon is made of: `list` throws no_driver or no_device with the reason. */
struct Driver {
  const char* name;
  std::vector<DeviceFacts> (*list)(const DriverOptions& options);
  std::unique_ptr<Device> (*open)(uint32_t index, const DriverOptions& options);
  /** Compiles with no device, for whatever the options name; null where a driver compiles only for its own devices. */
  std::vector<uint8_t> (*compile)(const std::string& source, const std::vector<std::string>& arguments, const DriverOptions& options) = nullptr;
  std::string (*compiler_version)(const DriverOptions& options) = nullptr;
};

}  // namespace openhcs
#endif
