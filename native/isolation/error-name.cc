#include "error-name.h"

#include <cerrno>

namespace openhcs::isolation {

std::string error_name(int number) {
#define NAME(error) case error: return #error
  switch (number) {
    NAME(EACCES);
    NAME(EAGAIN);
    NAME(EBADF);
    NAME(EBUSY);
    NAME(ECHILD);
    NAME(ECONNREFUSED);
    NAME(ECONNRESET);
    NAME(EEXIST);
    NAME(EFAULT);
    NAME(EFBIG);
    NAME(EINTR);
    NAME(EINVAL);
    NAME(EIO);
    NAME(EMFILE);
    NAME(EMSGSIZE);
    NAME(ENFILE);
    NAME(ENOBUFS);
    NAME(ENODEV);
    NAME(ENOENT);
    NAME(ENOMEM);
    NAME(ENOSPC);
    NAME(ENOSYS);
    NAME(ENOTCONN);
    NAME(ENOTSOCK);
    NAME(EOVERFLOW);
    NAME(EPERM);
    NAME(EPIPE);
    NAME(ESRCH);
#ifdef ENOTSUP
    NAME(ENOTSUP);
#endif
#ifdef ETOOMANYREFS
    NAME(ETOOMANYREFS);
#endif
  }
#undef NAME
  return "E" + std::to_string(number);
}

}  // namespace openhcs::isolation
