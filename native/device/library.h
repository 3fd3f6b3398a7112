#ifndef OPENHCS_DEVICE_LIBRARY_H
#define OPENHCS_DEVICE_LIBRARY_H

#include <cstddef>
#include <string>
#include <utility>

namespace openhcs {

/** A shared library that was opened by name. Never closed: drivers do not bear it. */
class Library {
 public:
  /** Throws DeviceError no_driver with what the loader says. */
  static Library open(const std::string& path);

  /** The first of several names that opens; tells of the first where none does. */
  template <size_t Count>
  static Library open(const char* const (&names)[Count]) {
    for (size_t at = 1; at <= Count; at++) {
      void* handle = try_open(names[at - 1]);
      if (handle != nullptr) return Library(handle, names[at - 1]);
    }
    return open(std::string(names[0]));
  }

  /** Sets a pointer to a function of the library. Throws DeviceError no_driver where it lacks it. */
  template <class Function>
  void resolve(const char* name, Function& function) const {
    function = reinterpret_cast<Function>(find(name));
  }

 private:
  Library(void* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  static void* try_open(const char* path) noexcept;
  void* find(const char* name) const;

  void* handle_;
  std::string path_;
};

}  // namespace openhcs
#endif
