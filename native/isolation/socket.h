#ifndef OPENHCS_ISOLATION_SOCKET_H
#define OPENHCS_ISOLATION_SOCKET_H

#include <cstddef>
#include <utility>
#include <vector>

#include "result.h"

namespace openhcs::isolation {

/** A time limit without an end. */
constexpr double no_limit = -1;

/** As many descriptors as one message may carry (SCM_MAX_FD of Linux). */
constexpr std::size_t most_descriptors = 253;

struct Arrived {
  /** 0 at the end of the stream. */
  std::size_t bytes;
  std::vector<Descriptor> descriptors;
};

/** Two connected stream sockets, close-on-exec. */
Result<std::pair<Descriptor, Descriptor>> socket_pair() noexcept;

/** Bytes taken by the socket, the descriptors with the first of them; 0 where it took none in time. Raises no SIGPIPE. */
Result<std::size_t> send(Descriptor socket, const void* bytes, std::size_t count, const std::vector<Descriptor>& descriptors, double timeout_ms);

/** EAGAIN where nothing came in time; EMFILE where descriptors came that this process has no room for, which are then lost, as are the bytes. */
Result<Arrived> receive(Descriptor socket, void* buffer, std::size_t capacity, double timeout_ms);

}  // namespace openhcs::isolation
#endif
