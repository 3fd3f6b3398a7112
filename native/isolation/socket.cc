#ifdef __linux__
#include "socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

namespace openhcs::isolation {
namespace {

using Clock = std::chrono::steady_clock;

/** Room for the descriptors of a message, aligned as its header wants. */
union Control {
  cmsghdr header;
  char bytes[CMSG_SPACE(most_descriptors * sizeof(Descriptor))];
};

/** The moment at which a wait ends, over however many interruptions. */
class Deadline {
 public:
  explicit Deadline(double timeout_ms) noexcept : endless_(timeout_ms < 0), end_(Clock::now()) {
    if (!endless_) end_ += std::chrono::microseconds(static_cast<std::int64_t>(std::min(timeout_ms, 1e12) * 1000));
  }

  /** Waits for events of the socket; false when the time is up. */
  Result<bool> wait(Descriptor socket, short events) const noexcept {
    for (;;) {
      pollfd polled{socket, events, 0};
      const int ready = poll(&polled, 1, left_ms());
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return SystemError{"poll", errno};
      if (!endless_ && Clock::now() >= end_) return false;
    }
  }

 private:
  int left_ms() const noexcept {
    if (endless_) return -1;
    const double left = std::ceil(std::chrono::duration<double, std::milli>(end_ - Clock::now()).count());
    return static_cast<int>(std::clamp(left, 0.0, double{std::numeric_limits<int>::max()}));
  }

  const bool endless_;
  Clock::time_point end_;
};

void attach(msghdr& message, Control& control, const std::vector<Descriptor>& descriptors) noexcept {
  const std::size_t bytes = descriptors.size() * sizeof(Descriptor);
  message.msg_control = control.bytes;
  message.msg_controllen = CMSG_SPACE(bytes);
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(bytes);
  std::memcpy(CMSG_DATA(header), descriptors.data(), bytes);
}

void detach(msghdr& message, std::vector<Descriptor>& descriptors) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(Descriptor), held = descriptors.size();
    descriptors.resize(held + count);
    std::memcpy(descriptors.data() + held, CMSG_DATA(header), count * sizeof(Descriptor));
  }
}

}  // namespace

Result<std::pair<Descriptor, Descriptor>> socket_pair() noexcept {
  Descriptor ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return SystemError{"socketpair", errno};
  return std::pair{ends[0], ends[1]};
}

Result<std::size_t> send(Descriptor socket, const void* bytes, std::size_t count, const std::vector<Descriptor>& descriptors, double timeout_ms) {
  if (descriptors.size() > most_descriptors || (count == 0 && !descriptors.empty())) return SystemError{"sendmsg", EINVAL};
  if (count == 0) return std::size_t{0};
  iovec part{const_cast<void*>(bytes), count};
  Control control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!descriptors.empty()) attach(message, control, descriptors);
  const Deadline deadline(timeout_ms);
  // The very flags and calls that a hardened process may use, which sends no descriptors.
  constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
  for (;;) {
    const ssize_t sent = descriptors.empty() ? sendto(socket, bytes, count, flags, nullptr, 0) : sendmsg(socket, &message, flags);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return SystemError{descriptors.empty() ? "sendto" : "sendmsg", errno};
    if (timeout_ms == 0) return std::size_t{0};
    const Result<bool> writable = deadline.wait(socket, POLLOUT);
    if (const SystemError* error = failure(writable)) return *error;
    if (!std::get<bool>(writable)) return std::size_t{0};
  }
}

Result<Arrived> receive(Descriptor socket, void* buffer, std::size_t capacity, double timeout_ms) {
  if (capacity == 0) return SystemError{"recvmsg", EINVAL};
  const Deadline deadline(timeout_ms);
  // Where there is no limit, the first call waits by itself, unless the socket is one that never does.
  int waiting = timeout_ms < 0 ? 0 : MSG_DONTWAIT;
  for (;;) {
    iovec part{buffer, capacity};
    Control control;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    const ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | waiting);
    if (count >= 0) {
      Arrived arrived{static_cast<std::size_t>(count), {}};
      detach(message, arrived.descriptors);
      if ((message.msg_flags & MSG_CTRUNC) == 0) return arrived;
      for (const Descriptor descriptor : arrived.descriptors) close(descriptor);
      return SystemError{"recvmsg", EMFILE};
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return SystemError{"recvmsg", errno};
    const Result<bool> readable = deadline.wait(socket, POLLIN);
    if (const SystemError* error = failure(readable)) return *error;
    if (!std::get<bool>(readable)) return SystemError{"recvmsg", EAGAIN};
  }
}

}  // namespace openhcs::isolation
#endif
