#include "call.h"

#include <cmath>
#include <cstring>
#include <new>

namespace openhcs {

int64_t Array::extent(int first, int last) const noexcept {
  int64_t product = 1;
  for (int axis = first; axis < last; axis++) product *= raw_->shape[axis];
  return product;
}

bool Array::same_shape(const Array& other) const noexcept {
  if (rank() != other.rank()) return false;
  for (int axis = 0; axis < rank(); axis++) {
    if (shape(axis) != other.shape(axis)) return false;
  }
  return true;
}

Array Call::input(int64_t index) const {
  if (index >= raw_->input_count) {
    throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: needs input %lld, received %lld inputs.", operation_, static_cast<long long>(index + 1),
                  static_cast<long long>(raw_->input_count));
  }
  return Array(raw_->inputs[index]);
}

Array Call::output(int64_t index) const {
  if (index >= raw_->output_count) {
    throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: needs output %lld, received %lld outputs.", operation_, static_cast<long long>(index + 1),
                  static_cast<long long>(raw_->output_count));
  }
  return Array(raw_->outputs[index]);
}

void Call::expect_arrays(int64_t inputs, int64_t outputs) const {
  if (raw_->input_count == inputs && raw_->output_count == outputs) return;
  throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: needs %lld inputs and %lld outputs, received %lld and %lld.", operation_,
                static_cast<long long>(inputs), static_cast<long long>(outputs), static_cast<long long>(raw_->input_count),
                static_cast<long long>(raw_->output_count));
}

const openhcs_parameter* Call::find(std::string_view name) const noexcept {
  for (int64_t i = 0; i < raw_->parameter_count; i++) {
    if (name == raw_->parameters[i].name) return &raw_->parameters[i];
  }
  return nullptr;
}

double Call::number(std::string_view name, double otherwise) const {
  const openhcs_parameter* parameter = find(name);
  if (parameter == nullptr) return otherwise;
  if (parameter->text != nullptr || parameter->count != 1) {
    throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: \"%s\" must be one number.", operation_, parameter->name);
  }
  return parameter->numbers[0];
}

std::string_view Call::text(std::string_view name, std::string_view otherwise) const {
  const openhcs_parameter* parameter = find(name);
  if (parameter == nullptr) return otherwise;
  if (parameter->text == nullptr) throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: \"%s\" must be a text.", operation_, parameter->name);
  return parameter->text;
}

std::vector<double> Call::numbers(std::string_view name) const {
  const openhcs_parameter* parameter = find(name);
  if (parameter == nullptr) return {};
  if (parameter->text != nullptr) throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: \"%s\" must be numbers.", operation_, parameter->name);
  return {parameter->numbers, parameter->numbers + parameter->count};
}

std::vector<double> Call::per_axis(std::string_view name, int rank, double otherwise) const {
  if (!has(name)) return std::vector<double>(static_cast<std::size_t>(rank), otherwise);
  std::vector<double> values = numbers(name);
  if (values.size() == 1) values.resize(static_cast<std::size_t>(rank), values[0]);
  if (values.size() != static_cast<std::size_t>(rank)) {
    throw Failure(OPENHCS_INVALID_ARGUMENT, "%s: \"%.*s\" must be one number or one for each of %d axes, received %zu.", operation_,
                  static_cast<int>(name.size()), name.data(), rank, values.size());
  }
  return values;
}

openhcs_status describe_exception(char (&message)[OPENHCS_MESSAGE_BYTES]) noexcept {
  message[0] = '\0';
  try {
    throw;
  } catch (const Failure& failure) {
    std::snprintf(message, sizeof message, "%s", failure.what());
    return failure.status();
  } catch (const std::bad_alloc&) {
    return OPENHCS_OUT_OF_MEMORY;
  } catch (const std::exception& exception) {
    std::snprintf(message, sizeof message, "%s", exception.what());
    return OPENHCS_INTERNAL;
  } catch (...) {
    return OPENHCS_INTERNAL;
  }
}

openhcs_status guarded(const char* operation, void (*body)(Call&), openhcs_call* raw) noexcept {
  try {
    Call call(operation, *raw);
    body(call);
    return OPENHCS_OK;
  } catch (...) {
    const openhcs_status status = describe_exception(raw->message);
    if (raw->message[0] != '\0') return status;
    const char* reason = status == OPENHCS_OUT_OF_MEMORY ? "not enough memory for its working space" : "stopped";
    std::snprintf(raw->message, sizeof raw->message, "%s: %s.", operation, reason);
    return status;
  }
}

}  // namespace openhcs
