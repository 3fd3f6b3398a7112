#ifndef OPENHCS_ISOLATION_FILTER_H
#define OPENHCS_ISOLATION_FILTER_H

#include "result.h"

namespace openhcs::isolation {

/** Whether there is a list of allowed calls for this architecture, and a kernel that enforces it. */
bool has_system_call_filter() noexcept;

/** Refuses all threads of this process every system call but the allowed ones, with EPERM. For good; needs no_new_privs. */
Outcome filter_system_calls();

}  // namespace openhcs::isolation
#endif
