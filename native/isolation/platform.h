#ifndef OPENHCS_ISOLATION_PLATFORM_H
#define OPENHCS_ISOLATION_PLATFORM_H

namespace openhcs::isolation {

/** What this is built for, in Node's words. */
#if defined(__linux__)
constexpr const char* platform = "linux";
#elif defined(__APPLE__)
constexpr const char* platform = "darwin";
#elif defined(_WIN32)
constexpr const char* platform = "win32";
#else
constexpr const char* platform = "unknown";
#endif

#if defined(__x86_64__) || defined(_M_X64)
constexpr const char* arch = "x64";
#elif defined(__aarch64__) || defined(_M_ARM64)
constexpr const char* arch = "arm64";
#else
constexpr const char* arch = "unknown";
#endif

}  // namespace openhcs::isolation
#endif
