/**
 * Tries, in machine code, what a process could do that has broken out of JavaScript, and writes a line for each: what it tried, and
 * "done" or the error's number. What it may do says so. `prober hardened` locks itself down before, `prober free` does not.
 */
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "../isolation/harden.h"
#include "../isolation/socket.h"

namespace {

using openhcs::isolation::Descriptor;

constexpr std::size_t bytes = 1 << 20;

long map(int flags) {
  void* const address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (address == MAP_FAILED) return -1;
  return munmap(address, bytes);
}

/** Of the processor time of a process, as the kernel numbers it. */
clockid_t clock_of(pid_t process) { return static_cast<clockid_t>(~static_cast<unsigned>(process) << 3 | 2); }

long send_with_descriptor(Descriptor socket) {
  char byte = 'x';
  iovec part{&byte, 1};
  union {
    cmsghdr header;
    char room[CMSG_SPACE(sizeof(Descriptor))];
  } control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  control.header = {CMSG_LEN(sizeof(Descriptor)), SOL_SOCKET, SCM_RIGHTS};
  std::memcpy(CMSG_DATA(&control.header), &socket, sizeof socket);
  return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

long send_to_address(Descriptor socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path + 1, "openhcs-prober");
  return sendto(socket, "x", 1, MSG_DONTWAIT | MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&address), sizeof address);
}

long receive_out_of_band(Descriptor socket) {
  char byte;
  iovec part{&byte, 1};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  return recvmsg(socket, &message, MSG_OOB | MSG_DONTWAIT);
}

std::vector<std::pair<std::string, std::function<long()>>> attempts(Descriptor socket) {
  const auto futex = [](int operation) {
    static std::uint32_t word = 0;
    return syscall(SYS_futex, &word, operation, 0, nullptr, &word, 0);
  };
  static timespec time{0, -1};
  return {
      {"may begin a thread that was made before", [] { return syscall(SYS_rseq, nullptr, 0, ~0U, 0); }},
      {"maps shared memory of no segment", [] { return map(MAP_SHARED | MAP_ANONYMOUS); }},
      {"maps a stack, which grows", [] { return map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN); }},
      {"maps locked pages", [] { return map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED); }},
      {"maps huge pages", [] { return map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB); }},
      {"reads its parent's clock", [] { return syscall(SYS_clock_gettime, clock_of(getppid()), &time); }},
      {"asks for the resolution of its parent's clock", [] { return syscall(SYS_clock_getres, clock_of(getppid()), &time); }},
      {"waits for its parent's clock", [] { return time = {0, -1}, syscall(SYS_clock_nanosleep, clock_of(getppid()), 0, &time, nullptr); }},
      {"sends a descriptor", [=] { return send_with_descriptor(socket); }},
      {"sends to an address", [=] { return send_to_address(socket); }},
      {"sends out of band", [=] { return send(socket, "x", 1, MSG_OOB | MSG_DONTWAIT | MSG_NOSIGNAL); }},
      {"receives out of band", [=] { return receive_out_of_band(socket); }},
      {"stops all processors", [] { return syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0); }},
      {"locks by priority", [=] { return futex(FUTEX_LOCK_PI); }},
      {"moves waiting threads of others", [=] { return futex(FUTEX_CMP_REQUEUE); }},
      {"lets nobody wait at a pipe of its parent", [] { return fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK); }},
      {"changes its connection", [=] { return fcntl(socket, F_SETFL, O_RDWR); }},
  };
}

}  // namespace

int main(int count, char** arguments) {
  using namespace openhcs::isolation;
  const auto sockets = socket_pair();
  if (count != 2 || failure(sockets)) return 2;
  // As a process finds it that a parent has started: its connection is descriptor 3.
  const auto [ours, theirs] = std::get<std::pair<Descriptor, Descriptor>>(sockets);
  constexpr Descriptor connection = 3;
  if (ours != connection && dup2(ours, connection) < 0) return 2;
  // The other end stays open unseen, in a message to itself.
  if (!std::holds_alternative<std::size_t>(send(connection, "x", 1, {theirs}, 0)) || close(theirs) != 0) return 2;
  const auto all = attempts(connection);
  if (std::strcmp(arguments[1], "hardened") == 0) {
    if (const Outcome error = harden(getppid())) {
      std::printf("%s: %s\n", error->call, std::strerror(error->number));
      return 1;
    }
  }
  std::string lines;
  for (const auto& [what, attempt] : all) lines += what + ": " + (attempt() >= 0 ? "done" : std::to_string(errno)) + "\n";
  const ssize_t written = write(STDOUT_FILENO, lines.data(), lines.size());
  exit_now(written == static_cast<ssize_t>(lines.size()) ? 0 : 2);
}
