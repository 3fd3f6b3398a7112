#include "library.h"

#include "device.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace openhcs {

#if defined(_WIN32)
void* Library::try_open(const char* path) noexcept { return reinterpret_cast<void*>(LoadLibraryA(path)); }
static void* symbol(void* handle, const char* name) { return reinterpret_cast<void*>(GetProcAddress(reinterpret_cast<HMODULE>(handle), name)); }
static std::string last_words() { return "error " + std::to_string(GetLastError()); }
#else
void* Library::try_open(const char* path) noexcept { return dlopen(path, RTLD_NOW | RTLD_LOCAL); }
static void* symbol(void* handle, const char* name) { return dlsym(handle, name); }
static std::string last_words() {
  const char* words = dlerror();
  return words == nullptr ? "no reason given" : words;
}
#endif

Library Library::open(const std::string& path) {
  void* handle = try_open(path.c_str());
  if (handle == nullptr) throw DeviceError(DeviceFault::no_driver, "", "the driver's library does not load: " + last_words());
  return Library(handle, path);
}

void* Library::find(const char* name) const {
  void* found = symbol(handle_, name);
  if (found == nullptr) throw DeviceError(DeviceFault::no_driver, "", path_ + " lacks " + name + "; the driver is too old, or not one.");
  return found;
}

}  // namespace openhcs
