#ifndef OPENHCS_INTERCHANGE_SHARED_MEMORY_H
#define OPENHCS_INTERCHANGE_SHARED_MEMORY_H

#include <cstddef>
#include <string>
#include <system_error>

namespace openhcs {

/** Pages in this process's memory, until `unmap`. */
struct Mapping {
  void* data;
  size_t bytes;
};

/**
 * A named piece of memory of the system for processes of the same user, writable here. All of it is there at once: what the system lacks is an error
 * now, and no fault later. Its name goes with `unlink_shared`, at the latest when this process ends by itself; a signal that
 * ends it leaves the name. Throws std::system_error.
 */
Mapping create_shared(const std::string& name, size_t bytes);

/** That of another process, by its name. What is written to it stays in this process. Throws std::system_error, also where it is not of this size. */
Mapping open_shared(const std::string& name, size_t bytes);

/** Takes the name away; who has mapped it keeps it. Harmless when repeated. */
void unlink_shared(const std::string& name) noexcept;

void unmap(const Mapping& mapping) noexcept;

}  // namespace openhcs
#endif
