#include "buffers.h"

#include <cerrno>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "errors.h"

namespace openhcs::isolation {
namespace {

/** The mappings that ArrayBuffers own, by address, from their making to their finalizers. */
class Owned {
 public:
  /** Never destroyed: threads of workers may outlive static objects. */
  static Owned& all() {
    static Owned& owned = *new Owned;
    return owned;
  }

  void add(std::shared_ptr<Mapping> mapping) {
    const std::lock_guard lock(mutex_);
    mappings_[mapping->address()] = std::move(mapping);
  }

  std::shared_ptr<Mapping> find(void* address) {
    const std::lock_guard lock(mutex_);
    const auto found = mappings_.find(address);
    return found == mappings_.end() ? nullptr : found->second;
  }

  /** Unmapping takes a while: it is done outside the lock. */
  void remove(void* address) {
    std::shared_ptr<Mapping> last;
    const std::lock_guard lock(mutex_);
    const auto found = mappings_.find(address);
    if (found == mappings_.end()) return;
    last = std::move(found->second);
    mappings_.erase(found);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<void*, std::shared_ptr<Mapping>> mappings_;
};

void finalize(napi_env, void* address, void*) { Owned::all().remove(address); }

/** Where the ArrayBuffer's bytes lie; null with an error thrown where it is none. */
void* address_of(const Arguments& arguments, std::size_t index) {
  void* address = nullptr;
  std::size_t bytes;
  if (!arguments.at(index).IsArrayBuffer()) {
    arguments.refuse("\"buffer\" must be an ArrayBuffer.");
    return nullptr;
  }
  napi_get_arraybuffer_info(arguments.env(), arguments.at(index), &address, &bytes);
  return address;
}

}  // namespace

Napi::Value expose(Napi::Env env, std::shared_ptr<Mapping> mapping) {
  constexpr const char* call = "napi_create_external_arraybuffer";
  void* const address = mapping->address();
  const std::size_t bytes = mapping->bytes();
  Owned::all().add(std::move(mapping));
  napi_value buffer;
  const napi_status status = napi_create_external_arraybuffer(env, address, bytes, finalize, nullptr, &buffer);
  if (status == napi_ok) return Napi::Value(env, buffer);
  Owned::all().remove(address);
  if (env.IsExceptionPending()) env.GetAndClearPendingException();
  if (status != napi_no_external_buffers_allowed) return raise(env, {call, EOVERFLOW});
  return refuse(env, call, "this build of Node.js allows no buffers over memory that is not its own, which arrays in shared segments are.");
}

std::shared_ptr<Mapping> mapping_of(const Arguments& arguments, std::size_t index, bool revoked_too) {
  void* const address = address_of(arguments, index);
  if (arguments.env().IsExceptionPending()) return nullptr;
  std::shared_ptr<Mapping> mapping = Owned::all().find(address);
  if (mapping && (revoked_too || !mapping->is_revoked())) return mapping;
  arguments.refuse("\"buffer\" must be one that this addon mapped, and be neither revoked nor detached.");
  return nullptr;
}

}  // namespace openhcs::isolation
