#include "kernel-job.h"

#include <atomic>

#include "../common/dtype.h"
#include "read-typed-array.h"
#include "session.h"

namespace openhcs {
namespace {

const char* code_of(openhcs_status status) noexcept {
  switch (status) {
    case OPENHCS_INVALID_ARGUMENT: return "INVALID_ARGUMENT";
    case OPENHCS_UNSUPPORTED: return "UNSUPPORTED";
    case OPENHCS_OUT_OF_MEMORY: return "OUT_OF_MEMORY";
    case OPENHCS_CANCELLED: return "CANCELLED";
    default: return "INTERNAL";
  }
}

/** An exact element count; false where the product is beyond any typed array. */
bool count_elements(const openhcs_array& array, int64_t& count) noexcept {
  count = 1;
  for (int axis = 0; axis < array.rank; axis++) {
    if (array.shape[axis] == 0) {
      count = 0;
      return true;
    }
  }
  for (int axis = 0; axis < array.rank; axis++) {
    if (array.shape[axis] > (int64_t{1} << 53) / count) return false;
    count *= array.shape[axis];
  }
  return true;
}

bool overlap(const openhcs_array& a, const openhcs_array& b) noexcept {
  const auto bytes = [](const openhcs_array& array) {
    int64_t count = 0;
    count_elements(array, count);
    return static_cast<std::size_t>(count * element_bytes(array.dtype));
  };
  const auto* left = static_cast<const char*>(a.data);
  const auto* right = static_cast<const char*>(b.data);
  return bytes(a) > 0 && bytes(b) > 0 && left < right + bytes(b) && right < left + bytes(a);
}

}  // namespace

bool KernelJob::refuse(const std::string& message) {
  reject("INVALID_ARGUMENT", message);
  return false;
}

// What is got from an object is tested before it is used: a getter may have thrown, or a worker be terminated, which leaves it empty.
bool KernelJob::read(const Napi::CallbackInfo& info) {
  if (!info[0].IsString()) return refuse("operation must be a name.");
  const std::string operation = info[0].As<Napi::String>();
  kernel_ = Registration::find(operation);
  if (kernel_ == nullptr) {
    reject("UNKNOWN_OPERATION", "the native addon has no operation \"" + operation + "\"; see `operations`.");
    return false;
  }
  const bool complete = read_arrays(info[1], "input", inputs_) && read_arrays(info[2], "output", outputs_) && outputs_stand_alone() &&
                        read_parameters(info[3]) && read_cancel(info[4]);
  if (complete && info.Env().IsExceptionPending()) return refuse("arguments could not be read.");
  return complete;
}

bool KernelJob::read_arrays(const Napi::Value& value, const char* what, std::vector<openhcs_array>& arrays) {
  if (!value.IsArray()) return refuse(std::string(kernel_->operation()) + ": " + what + "s must be a list of arrays.");
  const auto list = value.As<Napi::Array>();
  arrays.resize(list.Length());
  for (uint32_t i = 0; i < list.Length(); i++) {
    if (!read_array(list.Get(i), std::string(kernel_->operation()) + ": " + what + " " + std::to_string(i), arrays[i])) return false;
  }
  return true;
}

bool KernelJob::read_array(const Napi::Value& value, const std::string& what, openhcs_array& array) {
  if (!value.IsObject()) return refuse(what + " must be { dtype, shape, data }.");
  const auto object = value.As<Napi::Object>();
  const Napi::Value dtype = object.Get("dtype"), shape = object.Get("shape"), data = object.Get("data");
  if (!dtype.IsString() || !parse(dtype.As<Napi::String>().Utf8Value(), array.dtype)) return refuse(what + " has no known dtype.");

  if (!shape.IsArray()) return refuse(what + " has no list as its shape.");
  const auto sizes = shape.As<Napi::Array>();
  if (sizes.Length() > OPENHCS_MAX_RANK) return refuse(what + " has rank " + std::to_string(sizes.Length()) + "; at most 8 is possible.");
  array.rank = static_cast<int32_t>(sizes.Length());
  for (uint32_t axis = 0; axis < sizes.Length(); axis++) {
    const Napi::Value size = sizes.Get(axis);
    const double number = size.IsNumber() ? size.As<Napi::Number>().DoubleValue() : -1;
    array.shape[axis] = number >= 0 && number <= 9007199254740992.0 ? static_cast<int64_t>(number) : -1;
    if (static_cast<double>(array.shape[axis]) != number || number < 0) return refuse(what + " has a shape of other things than whole numbers.");
  }

  TypedArrayView view;
  if (!read_typed_array(data, view)) return refuse(what + " has no typed array of fixed length as its data.");
  if (view.type != holder_of(array.dtype)) {
    return refuse(what + " is " + name_of(array.dtype) + ", which a " + name_of(view.type) + " cannot hold; it needs a " + name_of(holder_of(array.dtype)) + ".");
  }
  int64_t count;
  if (!count_elements(array, count) || static_cast<uint64_t>(count) != view.length) {
    return refuse(what + " has a shape that does not match its " + std::to_string(view.length) + " elements.");
  }
  array.data = view.data;
  held_.push_back(Napi::Persistent(data.As<Napi::Object>()));
  return true;
}

bool KernelJob::outputs_stand_alone() {
  for (std::size_t i = 0; i < outputs_.size(); i++) {
    for (const openhcs_array& input : inputs_) {
      if (overlap(outputs_[i], input)) return refuse(std::string(kernel_->operation()) + ": output " + std::to_string(i) + " overlaps an input.");
    }
    for (std::size_t j = 0; j < i; j++) {
      if (overlap(outputs_[i], outputs_[j])) return refuse(std::string(kernel_->operation()) + ": output " + std::to_string(i) + " overlaps another.");
    }
  }
  return true;
}

bool KernelJob::read_parameters(const Napi::Value& value) {
  if (value.IsUndefined()) return true;
  if (!value.IsObject()) return refuse(std::string(kernel_->operation()) + ": parameters must be an object.");
  const auto object = value.As<Napi::Object>();
  const Napi::Array names = object.GetPropertyNames();
  if (names.IsEmpty()) return refuse(std::string(kernel_->operation()) + ": parameters could not be listed.");
  for (uint32_t i = 0; i < names.Length(); i++) {
    const Napi::Value name = names.Get(i);
    if (!name.IsString()) return refuse(std::string(kernel_->operation()) + ": parameters could not be listed.");
    Parameter parameter;
    parameter.name = name.As<Napi::String>();
    const Napi::Value given = object.Get(name);
    if (given.IsUndefined() || given.IsNull()) continue;
    if (given.IsNumber()) {
      parameter.numbers.push_back(given.As<Napi::Number>());
    } else if (given.IsBoolean()) {
      parameter.numbers.push_back(given.As<Napi::Boolean>().Value() ? 1 : 0);
    } else if (given.IsString()) {
      parameter.text = given.As<Napi::String>();
      parameter.is_text = true;
    } else if (given.IsArray()) {
      const auto list = given.As<Napi::Array>();
      for (uint32_t k = 0; k < list.Length(); k++) {
        const Napi::Value item = list.Get(k);
        if (!item.IsNumber()) return refuse(std::string(kernel_->operation()) + ": \"" + parameter.name + "\" must be a list of numbers.");
        parameter.numbers.push_back(item.As<Napi::Number>());
      }
    } else {
      return refuse(std::string(kernel_->operation()) + ": \"" + parameter.name + "\" must be a number, a boolean, a text or a list of numbers.");
    }
    parameters_.push_back(std::move(parameter));
  }
  views_.reserve(parameters_.size());
  for (const Parameter& parameter : parameters_) {
    views_.push_back({parameter.name.c_str(), parameter.numbers.data(), static_cast<int64_t>(parameter.numbers.size()),
                      parameter.is_text ? parameter.text.c_str() : nullptr});
  }
  return true;
}

bool KernelJob::read_cancel(const Napi::Value& value) {
  if (value.IsUndefined()) return true;
  TypedArrayView view;
  if (!read_typed_array(value, view) || view.type != napi_int32_array || view.length != 1) {
    return refuse(std::string(kernel_->operation()) + ": cancel must be an Int32Array of one element.");
  }
  cancel_ = static_cast<const int32_t*>(view.data);
  held_.push_back(Napi::Persistent(value.As<Napi::Object>()));
  return true;
}

bool KernelJob::cancelled() const noexcept {
  static_assert(sizeof(std::atomic<int32_t>) == sizeof(int32_t) && std::atomic<int32_t>::is_always_lock_free);
  if (pool_.stopping()) return true;
  return cancel_ != nullptr && reinterpret_cast<const std::atomic<int32_t>*>(cancel_)->load(std::memory_order_relaxed) != 0;
}

void KernelJob::execute() noexcept {
  const openhcs_executor executor{
      this,
      [](void* self, int64_t count, openhcs_body body, void* context) {
        auto* job = static_cast<KernelJob*>(self);
        return job->pool_.parallel_for(count, body, context, [](void* job) { return static_cast<int>(static_cast<KernelJob*>(job)->cancelled()); }, job);
      },
      [](void* self) { return static_cast<int>(static_cast<KernelJob*>(self)->cancelled()); },
  };
  openhcs_call call{inputs_.data(), static_cast<int64_t>(inputs_.size()), outputs_.data(), static_cast<int64_t>(outputs_.size()),
                    views_.data(), static_cast<int64_t>(views_.size()), &executor, {}};
  status_ = cancelled() ? OPENHCS_CANCELLED : kernel_->kernel()(&call);
  try {
    message_ = call.message;
  } catch (...) {
    // No memory for the message: the code says enough.
  }
  session_.finished(*this);
}

void KernelJob::settle() {
  if (status_ != OPENHCS_OK) return reject(code_of(status_), message_.empty() ? std::string(kernel_->operation()) + ": stopped." : message_);
  napi_resolve_deferred(env_, deferred_, env_.Undefined());
}

void KernelJob::reject(const char* code, const std::string& message) {
  // Where a getter of an argument threw, its error says more than what became of the call.
  if (env_.IsExceptionPending()) {
    napi_reject_deferred(env_, deferred_, env_.GetAndClearPendingException().Value());
    return;
  }
  Napi::Error error = Napi::Error::New(env_, message);
  error.Set("code", code);
  napi_reject_deferred(env_, deferred_, error.Value());
}

}  // namespace openhcs
