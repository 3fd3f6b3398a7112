/*
 * A native package that knows nothing of ours: an addon that takes tensors of DLPack and makes some of its own, as docs/devices.md says how. For tests;
 * built by a C compiler alone, with what it needs of Node-API and OpenCL by hand.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct napi_env__* napi_env;
typedef struct napi_value__* napi_value;
typedef struct napi_callback_info__* napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
typedef struct { uint64_t lower, upper; } napi_type_tag;
int napi_get_cb_info(napi_env, napi_callback_info, size_t*, napi_value*, napi_value*, void**);
int napi_get_value_external(napi_env, napi_value, void**);
int napi_get_value_int32(napi_env, napi_value, int32_t*);
int napi_check_object_type_tag(napi_env, napi_value, const napi_type_tag*, _Bool*);
int napi_type_tag_object(napi_env, napi_value, const napi_type_tag*);
int napi_create_external(napi_env, void*, void (*)(napi_env, void*, void*), void*, napi_value*);
int napi_create_double(napi_env, double, napi_value*);
int napi_create_function(napi_env, const char*, size_t, napi_callback, void*, napi_value*);
int napi_set_named_property(napi_env, napi_value, const char*, napi_value);
int napi_throw_error(napi_env, const char*, const char*);

typedef struct {
  void* data;
  int32_t kind, index, rank;
  uint8_t code, bits;
  uint16_t lanes;
  int64_t *shape, *strides;
  uint64_t byte_offset;
} Tensor;

typedef struct Managed {
  Tensor tensor;
  void* context;
  void (*deleter)(struct Managed*);
} Managed;

static const napi_type_tag tag = {0x6f70656e68637364, 0x6c7061636b303038};

static Managed* take(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value handle;
  _Bool is_tensor = 0;
  void* data = NULL;
  napi_get_cb_info(env, info, &count, &handle, NULL, NULL);
  if (napi_check_object_type_tag(env, handle, &tag, &is_tensor) != 0 || !is_tensor || napi_get_value_external(env, handle, &data) != 0) {
    napi_throw_error(env, NULL, "no tensor");
    return NULL;
  }
  Managed** slot = data;
  Managed* taken = *slot;
  *slot = NULL;
  if (taken == NULL) napi_throw_error(env, NULL, "the tensor was taken already");
  return taken;
}

static int64_t size_of(const Tensor* tensor) {
  int64_t size = 1;
  for (int axis = 0; axis < tensor->rank; axis++) size *= tensor->shape[axis];
  return size;
}

/** Reads a cl_mem in a queue of its context. */
static int read_opencl(void* buffer, size_t offset, size_t bytes, void* into) {
  void* library = dlopen("libOpenCL.so.1", RTLD_NOW);
  if (library == NULL) return -1;
  int (*info)(void*, unsigned, size_t, void*, size_t*) = dlsym(library, "clGetMemObjectInfo");
  int (*context_info)(void*, unsigned, size_t, void*, size_t*) = dlsym(library, "clGetContextInfo");
  void* (*make_queue)(void*, void*, uint64_t, int*) = dlsym(library, "clCreateCommandQueue");
  int (*read)(void*, void*, unsigned, size_t, size_t, void*, unsigned, const void*, void*) = dlsym(library, "clEnqueueReadBuffer");
  int (*release)(void*) = dlsym(library, "clReleaseCommandQueue");
  void *context = NULL, *device = NULL;
  int status = info(buffer, 0x1106, sizeof context, &context, NULL);
  if (status == 0) status = context_info(context, 0x1081, sizeof device, &device, NULL);
  if (status != 0) return status;
  void* queue = make_queue(context, device, 0, &status);
  if (status != 0) return status;
  status = read(queue, buffer, 1, offset, bytes, into, 0, NULL, NULL);
  release(queue);
  return status;
}

static double add_up(Managed* taken) {
  const Tensor* tensor = &taken->tensor;
  const int64_t size = size_of(tensor);
  const size_t bytes = (size_t)size * tensor->bits / 8;
  if (tensor->code != 2 || tensor->bits != 32 || tensor->strides != NULL) return -1;
  float* copied = malloc(bytes + 1);
  double sum = 0;
  if (tensor->kind == 1) memcpy(copied, (char*)tensor->data + tensor->byte_offset, bytes);
  else if (tensor->kind != 4 || read_opencl(tensor->data, tensor->byte_offset, bytes, copied) != 0) sum = -1e9;
  for (int64_t at = 0; at < size; at++) sum += copied[at];
  free(copied);
  return sum;
}

static napi_value number(napi_env env, double value) {
  napi_value result = NULL;
  napi_create_double(env, value, &result);
  return result;
}

/** The sum of a float32 tensor, which is deleted then. */
static napi_value sum(napi_env env, napi_callback_info info) {
  Managed* taken = take(env, info);
  if (taken == NULL) return NULL;
  const double result = add_up(taken);
  taken->deleter(taken);
  return number(env, result);
}

struct Errand { Managed* tensor; double sum; };

static void* run_errand(void* data) {
  struct Errand* errand = data;
  errand->sum = add_up(errand->tensor);
  errand->tensor->deleter(errand->tensor);
  return NULL;
}

/** That on another thread, deleter and all. */
static napi_value sum_elsewhere(napi_env env, napi_callback_info info) {
  struct Errand errand = {take(env, info), 0};
  if (errand.tensor == NULL) return NULL;
  pthread_t thread;
  pthread_create(&thread, NULL, run_errand, &errand);
  pthread_join(thread, NULL);
  return number(env, errand.sum);
}

static napi_value kind(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value handle;
  void* data = NULL;
  napi_get_cb_info(env, info, &count, &handle, NULL, NULL);
  napi_get_value_external(env, handle, &data);
  return number(env, (*(Managed**)data)->tensor.kind);
}

static int deleted;

static void delete_own(Managed* managed) {
  if (managed->tensor.data != NULL) memset((char*)managed->tensor.data + managed->tensor.byte_offset, 0xee, 24);
  free(managed->context);
  free(managed);
  __atomic_add_fetch(&deleted, 1, __ATOMIC_SEQ_CST);
}

static void collect(napi_env env, void* data, void* hint) {
  (void)env, (void)hint;
  Managed** slot = data;
  if (*slot != NULL) (*slot)->deleter(*slot);
  free(slot);
}

/** make(trait): a tensor [[0, 1, 2], [3, 4, 5]] of float32 with strides; 1 transposed, 2 of complex numbers, 3 on CUDA's device 5, 4 at an address that is a multiple of 4 alone, 5 without elements, 6 of 300 × 300 ones, 7 of negative extents, 8 of more elements than there are numbers for, 9 without memory, 10 without a shape. */
static napi_value make(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result = NULL;
  int32_t trait = 0;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  napi_get_value_int32(env, argument, &trait);
  Managed* managed = calloc(1, sizeof *managed);
  int64_t* extents = calloc(4 + 64 + (trait == 6 ? 300 * 300 : 0), sizeof *extents);
  float* numbers = (float*)(((uintptr_t)(extents + 4) + 63) / 64 * 64);
  const int shift = trait == 4 ? 1 : 16;
  for (int at = 0; at < 6; at++) numbers[shift + at] = (float)at;
  memcpy(extents, (int64_t[]){trait == 5 ? 0 : 2, 3, 3, 1}, 4 * sizeof *extents);
  if (trait == 6) memcpy(extents, (int64_t[]){300, 300, 300, 1}, 4 * sizeof *extents);
  for (int at = 0; trait == 6 && at < 300 * 300; at++) numbers[shift + at] = 1;
  if (trait == 1) memcpy(extents, (int64_t[]){3, 2, 1, 3}, 4 * sizeof *extents);
  if (trait == 7) memcpy(extents, (int64_t[]){-2, -3, -3, 1}, 4 * sizeof *extents);
  if (trait == 8) memcpy(extents, (int64_t[]){INT64_MAX, 2, 2, 1}, 4 * sizeof *extents);
  managed->tensor = (Tensor){numbers, trait == 3 ? 2 : 1, trait == 3 ? 5 : 0, 2, trait == 2 ? 5 : 2, trait == 2 ? 64 : 32, 1, extents, extents + 2, shift * sizeof(float)};
  if (trait == 9) managed->tensor.data = NULL;
  if (trait == 10) managed->tensor.shape = NULL;
  managed->context = extents;
  managed->deleter = delete_own;
  Managed** slot = malloc(sizeof *slot);
  *slot = managed;
  napi_create_external(env, slot, collect, NULL, &result);
  napi_type_tag_object(env, result, &tag);
  return result;
}

static Managed* kept;

/** Takes a tensor and keeps it. */
static napi_value keep(napi_env env, napi_callback_info info) {
  kept = take(env, info);
  return NULL;
}

static void* delete_kept(void* data) {
  (void)data;
  kept->deleter(kept);
  return NULL;
}

/** Deletes that on another thread. */
static napi_value drop(napi_env env, napi_callback_info info) {
  (void)env, (void)info;
  pthread_t thread;
  pthread_create(&thread, NULL, delete_kept, NULL);
  pthread_join(thread, NULL);
  return NULL;
}

/** How many tensors of this package were deleted. */
static napi_value count_deleted(napi_env env, napi_callback_info info) {
  (void)info;
  return number(env, __atomic_load_n(&deleted, __ATOMIC_SEQ_CST));
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  static const struct { const char* name; napi_callback run; } functions[] = {
    {"sum", sum}, {"sumElsewhere", sum_elsewhere}, {"kind", kind}, {"make", make}, {"keep", keep}, {"drop", drop}, {"deleted", count_deleted}};
  for (size_t at = 0; at < sizeof functions / sizeof *functions; at++) {
    napi_value function;
    napi_create_function(env, functions[at].name, (size_t)-1, functions[at].run, NULL, &function);
    napi_set_named_property(env, exports, functions[at].name, function);
  }
  return exports;
}

__attribute__((visibility("default"))) int32_t node_api_module_get_api_version_v1(void) { return 8; }
