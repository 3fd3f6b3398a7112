#include <cerrno>

#include "../../isolation/socket.h"
#include "../../isolation/write-watch.h"
#include "arguments.h"
#include "errors.h"
#include "operations.h"

namespace openhcs::isolation {
namespace {

Napi::Array list(Napi::Env env, const std::vector<Descriptor>& descriptors) {
  Napi::Array all = Napi::Array::New(env, descriptors.size());
  for (std::size_t i = 0; i < descriptors.size(); i++) all.Set(static_cast<std::uint32_t>(i), descriptors[i]);
  return all;
}

Napi::Value socket_pair(const Napi::CallbackInfo& info) {
  const Result<std::pair<Descriptor, Descriptor>> ends = isolation::socket_pair();
  if (const SystemError* error = failure(ends)) return raise(info.Env(), *error);
  const auto [first, second] = std::get<std::pair<Descriptor, Descriptor>>(ends);
  return list(info.Env(), {first, second});
}

Napi::Value send(const Napi::CallbackInfo& info) {
  const Arguments arguments("send", info);
  const auto socket = arguments.descriptor(0, "socket");
  if (!socket) return info.Env().Undefined();
  const auto descriptors = arguments.descriptors(3);
  if (!descriptors) return info.Env().Undefined();
  const auto timeout_ms = arguments.timeout_ms(4, 0);
  if (!timeout_ms) return info.Env().Undefined();
  // Last, because getters of the list above may have detached the bytes.
  const auto bytes = arguments.bytes(1, "bytes");
  if (!bytes) return info.Env().Undefined();
  const auto offset = arguments.whole_number(info[2], "offset", 0, static_cast<double>(bytes->length));
  if (!offset) return info.Env().Undefined();
  if (*offset == bytes->length && !descriptors->empty()) return arguments.refuse("\"descriptors\" travel with at least one byte, received none.");
  const Result<std::size_t> sent = isolation::send(*socket, bytes->data + *offset, bytes->length - *offset, *descriptors, *timeout_ms);
  if (const SystemError* error = failure(sent)) return raise(info.Env(), *error);
  return Napi::Number::New(info.Env(), static_cast<double>(std::get<std::size_t>(sent)));
}

Napi::Value receive(const Napi::CallbackInfo& info) {
  const Arguments arguments("receive", info);
  const auto socket = arguments.descriptor(0, "socket");
  if (!socket) return info.Env().Undefined();
  const auto buffer = arguments.bytes(1, "buffer");
  if (!buffer) return info.Env().Undefined();
  if (buffer->length == 0) return arguments.refuse("\"buffer\" must have room for at least one byte.");
  const auto timeout_ms = arguments.timeout_ms(2, no_limit);
  if (!timeout_ms) return info.Env().Undefined();
  if (const Outcome error = make_writable(buffer->data)) return raise(info.Env(), *error);
  const Result<Arrived> result = isolation::receive(*socket, buffer->data, buffer->length, *timeout_ms);
  const SystemError* error = failure(result);
  if (error != nullptr && error->number == EAGAIN) return info.Env().Undefined();
  if (error != nullptr) return raise(info.Env(), *error);
  const auto& arrived = std::get<Arrived>(result);
  Napi::Object received = Napi::Object::New(info.Env());
  received.Set("bytes", static_cast<double>(arrived.bytes));
  received.Set("descriptors", list(info.Env(), arrived.descriptors));
  return received;
}

}  // namespace

void define_sockets(Napi::Env env, Napi::Object exports) {
  exports.Set("socketPair", Napi::Function::New<socket_pair>(env, "socketPair"));
  exports.Set("send", Napi::Function::New<send>(env, "send"));
  exports.Set("receive", Napi::Function::New<receive>(env, "receive"));
}

}  // namespace openhcs::isolation
