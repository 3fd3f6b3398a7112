/**
 * The C interface between the addon and the kernels of every processor.
 *
 * A kernel is one function `openhcs_status openhcs_<operation>(openhcs_call*)`. It reads C-contiguous inputs, fills C-contiguous
 * outputs that overlap no input, and returns a status: it never throws, aborts, prints or keeps a pointer after it returns.
 */
#ifndef OPENHCS_COMMON_KERNEL_H
#define OPENHCS_COMMON_KERNEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { OPENHCS_MAX_RANK = 8, OPENHCS_MESSAGE_BYTES = 256 };

typedef enum openhcs_status {
  OPENHCS_OK = 0,
  OPENHCS_INVALID_ARGUMENT = 1, /* shape, dtype, parameter: the caller is wrong, and the message says how */
  OPENHCS_UNSUPPORTED = 2,      /* legal, but this kernel cannot: the caller may take another */
  OPENHCS_OUT_OF_MEMORY = 3,
  OPENHCS_CANCELLED = 4,
  OPENHCS_INTERNAL = 5
} openhcs_status;

/** Element types in the order of the TypeScript list `dtypes`. `bool` is one byte, 0 or 1; `float16` is IEEE 754 binary16. */
typedef enum openhcs_dtype {
  OPENHCS_BOOL,
  OPENHCS_UINT8,
  OPENHCS_INT8,
  OPENHCS_UINT16,
  OPENHCS_INT16,
  OPENHCS_UINT32,
  OPENHCS_INT32,
  OPENHCS_UINT64,
  OPENHCS_INT64,
  OPENHCS_FLOAT16,
  OPENHCS_FLOAT32,
  OPENHCS_FLOAT64
} openhcs_dtype;

/** A C-contiguous array, aligned to its elements. Rank 0 is one element. `data` may be null where a dimension is 0. */
typedef struct openhcs_array {
  openhcs_dtype dtype;
  int32_t rank;
  int64_t shape[OPENHCS_MAX_RANK];
  void* data;
} openhcs_array;

/** A named parameter: `count` numbers (a boolean is 0 or 1), or a text when `text` is not null. */
typedef struct openhcs_parameter {
  const char* name;
  const double* numbers;
  int64_t count;
  const char* text;
} openhcs_parameter;

typedef openhcs_status (*openhcs_body)(void* context, int64_t index);

/** What a kernel may ask of whoever runs it. */
typedef struct openhcs_executor {
  void* self;
  /**
   * Calls `body(context, i)` once for each i in [0, count), on several threads and in no order; the calling thread works too.
   * Starts nothing more after the first status that is not OK, or after a cancellation, and returns that status.
   */
  openhcs_status (*parallel_for)(void* self, int64_t count, openhcs_body body, void* context);
  /** Not zero as soon as nobody wants the result. */
  int (*cancelled)(void* self);
} openhcs_executor;

typedef struct openhcs_call {
  const openhcs_array* inputs;
  int64_t input_count;
  const openhcs_array* outputs;
  int64_t output_count;
  const openhcs_parameter* parameters;
  int64_t parameter_count;
  const openhcs_executor* executor;
  char message[OPENHCS_MESSAGE_BYTES]; /* set, zero-terminated, with a status other than OK */
} openhcs_call;

typedef openhcs_status (*openhcs_kernel)(openhcs_call* call);

#ifdef __cplusplus
}
#endif
#endif
