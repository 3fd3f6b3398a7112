#ifndef OPENHCS_ISOLATION_DESCRIPTORS_H
#define OPENHCS_ISOLATION_DESCRIPTORS_H

#include "result.h"

namespace openhcs::isolation {

/** Marks every descriptor of this process but the standard streams close-on-exec. */
Outcome withhold_descriptors() noexcept;

/**
 * Fails with EBADF where this process has a descriptor open by which it would reach anything: other than the standard streams, the
 * connection (3), segments, and what Node opens for itself.
 */
Outcome check_descriptors() noexcept;

}  // namespace openhcs::isolation
#endif
