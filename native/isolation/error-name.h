#ifndef OPENHCS_ISOLATION_ERROR_NAME_H
#define OPENHCS_ISOLATION_ERROR_NAME_H

#include <string>

namespace openhcs::isolation {

/** The name of an errno as Node spells it ("EAGAIN"), or "E" and its number. */
std::string error_name(int number);

}  // namespace openhcs::isolation
#endif
