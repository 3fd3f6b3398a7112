#ifndef OPENHCS_DEVICE_LIBRARY_H
#define OPENHCS_DEVICE_LIBRARY_H

#include <string>

namespace openhcs {

/** A library opened at run time, for good: drivers do not survive being unloaded. */
class Library {
 public:
  /** Whether its symbols serve libraries that are opened later. */
  enum class Symbols { own, shared };

  /** Opens a library by path or by a name that the system finds; where it cannot, the result is empty and `reason` says why. */
  static Library open(const std::string& name, std::string& reason, Symbols symbols = Symbols::own);

  explicit operator bool() const noexcept { return handle_ != nullptr; }
  void* symbol(const char* name) const noexcept;

  /** Of the library that this address is in, without its last part; empty where it is not known. */
  static std::string folder_of(void* address);

 private:
  void* handle_ = nullptr;
};

}  // namespace openhcs
#endif
