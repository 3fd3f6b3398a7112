#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "interchange.h"
#include "tensor-handle.h"

namespace openhcs {
namespace {

class Channel;

/** A tensor that is lent, until its deleter was called and JavaScript told. */
struct Loan {
  dlpack::ManagedTensor tensor{};
  std::vector<int64_t> shape;
  std::shared_ptr<Channel> channel;
  napi_ref release = nullptr;
};

/** The way of deleters, which any thread may call, to JavaScript's thread. It keeps no process alive, and ends with its environment. */
class Channel {
 public:
  static std::shared_ptr<Channel> open(napi_env env) {
    auto channel = std::make_shared<Channel>();
    auto* kept = new std::shared_ptr<Channel>(channel);
    const Napi::String name = Napi::String::New(env, "openhcs loans");
    const napi_status made = napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, kept, [](napi_env, void* data, void*) {
      auto* channel = static_cast<std::shared_ptr<Channel>*>(data);
      (*channel)->shut();
      delete channel;
    }, nullptr, tell, &channel->function_);
    if (made != napi_ok) {
      delete kept;
      return nullptr;
    }
    napi_unref_threadsafe_function(env, channel->function_);
    return channel;
  }

  void end(Loan* loan) {
    {
      const std::lock_guard lock(guard_);
      if (function_ != nullptr && napi_call_threadsafe_function(function_, loan, napi_tsfn_nonblocking) == napi_ok) return;
    }
    delete loan;  // With the environment all that it kept has gone.
  }

 private:
  void shut() {
    const std::lock_guard lock(guard_);
    function_ = nullptr;
  }

  static void tell(napi_env env, napi_value, void*, void* data) {
    const std::unique_ptr<Loan> loan(static_cast<Loan*>(data));
    if (env == nullptr) return;
    const Napi::HandleScope scope(env);
    napi_value release = nullptr, undefined = nullptr;
    napi_get_reference_value(env, loan->release, &release);
    napi_delete_reference(env, loan->release);
    napi_get_undefined(env, &undefined);
    napi_call_function(env, undefined, release, 0, nullptr, nullptr);
  }

  std::mutex guard_;
  napi_threadsafe_function function_ = nullptr;
};

/** Of one environment; lives as long as that. */
struct Lender {
  std::shared_ptr<Channel> channel;
};

void delete_loan(dlpack::ManagedTensor* tensor) {
  auto* loan = static_cast<Loan*>(tensor->context);
  const std::shared_ptr<Channel> channel = loan->channel;
  channel->end(loan);
}

void collect(napi_env, void* data, void*) {
  auto** slot = static_cast<dlpack::ManagedTensor**>(data);
  if (*slot != nullptr && (*slot)->deleter != nullptr) (*slot)->deleter(*slot);
  delete slot;
}

/** The address of a typed array's first element, or of what `{ address }` names. */
void* address_of(const Napi::Value& value) {
  if (value.IsBigInt()) {
    bool lossless = false;
    return reinterpret_cast<void*>(static_cast<uintptr_t>(value.As<Napi::BigInt>().Uint64Value(&lossless)));
  }
  void* data = nullptr;
  napi_get_typedarray_info(value.Env(), value, nullptr, nullptr, &data, nullptr, nullptr);
  return data;
}

int32_t integer(const Napi::Object& object, const char* name) { return object.Get(name).ToNumber().Int32Value(); }

Napi::Value failed(Napi::Env env) {
  throw_coded(env, "SYSTEM", "no handle of a tensor can be made.");
  return env.Undefined();
}

/** lend({ kind, index, code, bits, shape }, at, release) → External */
Napi::Value lend(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto* lender = static_cast<Lender*>(info.Data());
  if (!info[0].IsObject() || !(info[1].IsBigInt() || info[1].IsTypedArray()) || !info[2].IsFunction()) {
    throw_coded(env, "INVALID_ARGUMENT", "lend takes a tensor, an address or a typed array, and what to do at the end.");
    return env.Undefined();
  }
  if (lender->channel == nullptr) lender->channel = Channel::open(env);
  if (lender->channel == nullptr) {
    throw_coded(env, "SYSTEM", "no way from other threads to JavaScript can be made.");
    return env.Undefined();
  }
  const Napi::Object told = info[0].As<Napi::Object>();
  auto loan = std::make_unique<Loan>();
  const Napi::Array shape = told.Get("shape").As<Napi::Array>();
  for (uint32_t axis = 0; axis < shape.Length(); axis++) loan->shape.push_back(shape.Get(axis).ToNumber().Int64Value());
  loan->channel = lender->channel;
  dlpack::Tensor& tensor = loan->tensor.tensor;
  tensor.data = address_of(info[1]);
  tensor.device = {static_cast<dlpack::Kind>(integer(told, "kind")), integer(told, "index")};
  tensor.rank = static_cast<int32_t>(loan->shape.size());
  tensor.type = {static_cast<uint8_t>(integer(told, "code")), static_cast<uint8_t>(integer(told, "bits")), 1};
  tensor.shape = loan->shape.data();
  loan->tensor.context = loan.get();
  loan->tensor.deleter = delete_loan;
  auto slot = std::make_unique<dlpack::ManagedTensor*>(&loan->tensor);
  napi_value handle = nullptr;
  if (napi_create_external(env, slot.get(), collect, nullptr, &handle) != napi_ok) return failed(env);
  // From here on the External owns the slot, and the tensor in it once the loan may be told of.
  dlpack::ManagedTensor** owned = slot.release();
  *owned = nullptr;
  if (napi_type_tag_object(env, handle, &tensor_tag) != napi_ok || napi_create_reference(env, info[2], 1, &loan->release) != napi_ok) return failed(env);
  *owned = &loan.release()->tensor;
  return Napi::Value(env, handle);
}

/** reclaim(handle) → whether nobody had taken it: it is ended then, without its `release` being called. */
Napi::Value reclaim(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  void* data = nullptr;
  bool is_tensor = false;
  if (!info[0].IsExternal() || napi_check_object_type_tag(env, info[0], &tensor_tag, &is_tensor) != napi_ok || !is_tensor) return Napi::Boolean::New(env, false);
  if (napi_get_value_external(env, info[0], &data) != napi_ok) return Napi::Boolean::New(env, false);
  auto** slot = static_cast<dlpack::ManagedTensor**>(data);
  if (*slot == nullptr || (*slot)->deleter != delete_loan) return Napi::Boolean::New(env, false);
  const std::unique_ptr<Loan> loan(static_cast<Loan*>((*slot)->context));
  *slot = nullptr;
  napi_delete_reference(env, loan->release);
  return Napi::Boolean::New(env, true);
}

}  // namespace

void define_lending(Napi::Env env, Napi::Object into) {
  auto* lender = new Lender;
  env.AddCleanupHook([](Lender* ended) { delete ended; }, lender);
  into.Set("lend", Napi::Function::New(env, lend, "lend", lender));
  into.Set("reclaim", Napi::Function::New(env, reclaim, "reclaim"));
}

}  // namespace openhcs
