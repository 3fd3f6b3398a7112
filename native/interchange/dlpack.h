#ifndef OPENHCS_INTERCHANGE_DLPACK_H
#define OPENHCS_INTERCHANGE_DLPACK_H

#include <cstdint>

namespace openhcs::dlpack {

// The binary interface of DLPack 0.8 (https://dmlc.github.io/dlpack/latest/c_api.html) by hand.

/** Where `data` leads: to memory of the host, to an address of a CUDA device, or to a cl_mem. */
enum class Kind : int32_t { cpu = 1, cuda = 2, opencl = 4 };

struct Device {
  Kind kind;
  int32_t index;
};

struct DataType {
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
};

struct Tensor {
  void* data;
  Device device;
  int32_t rank;
  DataType type;
  int64_t* shape;
  /** In elements; null where the tensor is packed in C order. */
  int64_t* strides;
  uint64_t byte_offset;
};

struct ManagedTensor {
  Tensor tensor;
  void* context;
  /** Called once by whoever took the tensor, from any thread; null where nothing is to be done. */
  void (*deleter)(ManagedTensor*);
};

}  // namespace openhcs::dlpack
#endif
