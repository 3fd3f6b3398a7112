#ifndef OPENHCS_ADDON_INTERCHANGE_HOST_MEMORY_H
#define OPENHCS_ADDON_INTERCHANGE_HOST_MEMORY_H

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <functional>

namespace openhcs {

/**
 * Memory of the host that is not JavaScript's: a mapping, or what another package lent. The object that stands for it is a plain one, so that every
 * addon of ours takes it, whichever made it.
 */
struct HostMemory {
  uint8_t* data = nullptr;
  size_t length = 0;
  /** Gives the memory back; empty once that is done. */
  std::function<void()> end;
};

/** Makes `object` stand for the memory, which is given back with `end_host_memory`, at the latest when the object is collected. */
void wrap_host_memory(Napi::Object object, HostMemory memory);

/** The memory that a value stands for; null for anything else. */
HostMemory* host_memory_of(const Napi::Value& value);

/** Harmless when repeated. */
void end_host_memory(HostMemory& memory);

}  // namespace openhcs
#endif
