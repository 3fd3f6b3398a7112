#include "library.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>

#include <climits>
#include <cstdlib>
#endif

namespace openhcs {

#ifdef _WIN32

Library Library::open(const std::string& name, std::string& reason, Symbols) {
  Library library;
  library.handle_ = reinterpret_cast<void*>(LoadLibraryA(name.c_str()));
  if (!library) reason = name + ": error " + std::to_string(GetLastError());
  return library;
}

void* Library::symbol(const char* name) const noexcept { return reinterpret_cast<void*>(GetProcAddress(reinterpret_cast<HMODULE>(handle_), name)); }

// Windows looks beside a library for those that it needs.
std::string Library::folder_of(void*) { return {}; }

#else

Library Library::open(const std::string& name, std::string& reason, Symbols symbols) {
  Library library;
  library.handle_ = dlopen(name.c_str(), RTLD_NOW | (symbols == Symbols::shared ? RTLD_GLOBAL : RTLD_LOCAL));
  if (!library) {
    const char* said = dlerror();
    reason = said == nullptr ? name + " could not be opened" : said;
  }
  return library;
}

void* Library::symbol(const char* name) const noexcept { return dlsym(handle_, name); }

std::string Library::folder_of(void* address) {
  Dl_info found;
  char path[PATH_MAX];
  if (dladdr(address, &found) == 0 || found.dli_fname == nullptr || realpath(found.dli_fname, path) == nullptr) return {};
  const std::string whole = path;
  return whole.substr(0, whole.rfind('/'));
}

#endif

}  // namespace openhcs
