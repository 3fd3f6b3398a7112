/*
 * A driver of CUDA without a device, for tests: commands run at once over host memory. What it was asked is written to the file STUB_CUDA_LOG, a JSON
 * object a line; what is alive is written at each cuInit and at the end.
 *
 * Environment, read at each cuInit: STUB_CUDA_FAIL "entry:call:code[:count],…" lets calls of an entry point fail, from a call that counts from 1;
 * STUB_CUDA_DEVICES, STUB_CUDA_VERSION, STUB_CUDA_CAPABILITY, STUB_CUDA_POOLS (0 for a device without memory pools), STUB_CUDA_MEMORY (bytes),
 * STUB_CUDA_TRANSFER_MS (what each transfer takes), STUB_CUDA_PEERS (0 for devices that are not linked), STUB_CUDA_IPC_WITHIN (1 opens handles also in the
 * process that made them, which CUDA does not).
 *
 * Kernels: add_one (m float32, i length), slow (m, i milliseconds), fault (m: ends the context with error 700 when it is waited for), and any name that
 * ends in an underscore and a signature, of which the parameters are written down.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define API __attribute__((visibility("default")))

typedef unsigned long long Address;
enum Kind { ALLOCATION, PINNED, STREAM, EVENT, MODULE, FUNCTION, KINDS };
static const char* const kinds[KINDS] = {"allocations", "pinned", "streams", "events", "modules", "functions"};

typedef struct Object {
  enum Kind kind;
  int id, context;
  void* bytes;
  size_t size;
  double busy_until;
  int fault;
  char name[64];
  /* Of pinned memory: what a command brings when it ends. */
  void* coming;
  size_t coming_bytes;
  struct Object* next;
} Object;

typedef struct {
  int owners, broken;
} Context;

enum { MOST_DEVICES = 8 };
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static Object* objects;
static Context contexts[MOST_DEVICES];
static int last_id[KINDS], live[KINDS], initialized;
static size_t allocated;
static struct { char name[40]; int calls; } entries[64];
static struct { char name[40]; int from, code, count; } failures[16];
static int failure_count;
static int linked[MOST_DEVICES][MOST_DEVICES];
static __thread int stack[16], depth;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void sleep_until(double until) {
  for (double left; (left = until - now()) > 0;) {
    struct timespec time = {(time_t)(left / 1e3), (long)(left * 1e6) % 1000000000L};
    nanosleep(&time, NULL);
  }
}

static int setting(const char* name, int otherwise) {
  const char* text = getenv(name);
  return text == NULL ? otherwise : atoi(text);
}

static void note(const char* format, ...) __attribute__((format(printf, 1, 2)));
static void note(const char* format, ...) {
  static FILE* file;
  const char* path = getenv("STUB_CUDA_LOG");
  if (file == NULL && (path == NULL || (file = fopen(path, "a")) == NULL)) return;
  va_list arguments;
  va_start(arguments, format);
  vfprintf(file, format, arguments);
  va_end(arguments);
  fputc('\n', file);
  fflush(file);
}

static void note_live(void) {
  int owners = 0;
  for (int device = 0; device < MOST_DEVICES; device++) owners += contexts[device].owners;
  note("{\"live\":{\"allocations\":%d,\"pinned\":%d,\"streams\":%d,\"events\":%d,\"modules\":%d,\"contexts\":%d,\"current\":%d}}", live[ALLOCATION], live[PINNED], live[STREAM],
       live[EVENT], live[MODULE], owners, depth);
}

__attribute__((destructor)) static void at_end(void) { note_live(); }

static int is_sticky(int code) { return code == 46 || code == 214 || code == 700 || code == 702 || (code >= 709 && code <= 719 && code != 711 && code != 712 && code != 713) || code == 999; }

/** The error that this call is to fail with. The lock is held. */
static int injected(const char* name) {
  int at = 0, code = 0;
  while (entries[at].name[0] != 0 && strcmp(entries[at].name, name) != 0) at++;
  strncpy(entries[at].name, name, sizeof entries[at].name - 1);
  entries[at].calls++;
  for (int rule = 0; rule < failure_count; rule++) {
    const int since = entries[at].calls - failures[rule].from;
    if (strcmp(failures[rule].name, name) == 0 && since >= 0 && since < failures[rule].count) code = failures[rule].code;
  }
  return code;
}

static int enter(const char* name, int needs_context) {
  pthread_mutex_lock(&guard);
  int code = !initialized && strcmp(name, "cuInit") != 0 ? 3 : injected(name);
  if (code == 0 && needs_context) code = depth == 0 ? 201 : contexts[stack[depth - 1]].owners == 0 ? 709 : contexts[stack[depth - 1]].broken;
  if (depth > 0 && is_sticky(code)) contexts[stack[depth - 1]].broken = code;
  return code;
}

static int leave(int code) {
  pthread_mutex_unlock(&guard);
  return code;
}

#define ENTER(name) do { const int code = enter(name, 0); if (code != 0) return leave(code); } while (0)
#define ENTER_CONTEXT(name) do { const int code = enter(name, 1); if (code != 0) return leave(code); } while (0)
/* What ends something ends it also where an error is reported, which is then one of earlier work. */
#define ENTER_END(name) const int reported = enter(name, 1); do { if (reported == 201 || reported == 3) return leave(reported); } while (0)

static Object* make(enum Kind kind) {
  Object* object = calloc(1, sizeof *object);
  object->kind = kind;
  object->id = ++last_id[kind];
  object->context = stack[depth - 1];
  object->next = objects;
  objects = object;
  live[kind]++;
  return object;
}

/** Where what other processes open of a memory lies. */
static const char* exported(int process, int memory) {
  static char path[64];
  snprintf(path, sizeof path, "/dev/shm/stub-cuda-%d-%d", process, memory);
  return path;
}

static void end(Object* object) {
  if (strcmp(object->name, "exported") == 0) unlink(exported(getpid(), object->id));
  Object** at = &objects;
  while (*at != object) at = &(*at)->next;
  *at = object->next;
  live[object->kind]--;
  if (object->kind == ALLOCATION) allocated -= object->size;
  free(object->bytes);
  free(object->coming);
  free(object);
}

static Object* find(const void* handle, enum Kind kind) {
  for (Object* at = objects; at != NULL; at = at->next) {
    if (at == handle && at->kind == kind && at->context == stack[depth - 1]) return at;
  }
  note("{\"misuse\":\"no such thing among the %s\"}", kinds[kind]);
  return NULL;
}

/** Events are waited for also by other devices. */
static Object* find_event(const void* handle) {
  for (Object* at = objects; at != NULL; at = at->next) if (at == handle && at->kind == EVENT) return at;
  note("{\"misuse\":\"no such thing among the events\"}");
  return NULL;
}

static Object* holding_in(int context, const void* bytes, size_t size, enum Kind kind) {
  for (Object* at = objects; at != NULL; at = at->next) {
    const char* first = at->bytes;
    if (at->kind == kind && at->context == context && (const char*)bytes >= first && (const char*)bytes + size <= first + at->size) return at;
  }
  note("{\"misuse\":\"%zu bytes that are within none of the %s\"}", size, kinds[kind]);
  return NULL;
}

static Object* holding(const void* bytes, size_t size, enum Kind kind) { return holding_in(stack[depth - 1], bytes, size, kind); }

static void end_context(int device) {
  for (Object *at = objects, *next; at != NULL; at = next) {
    next = at->next;
    if (at->context == device) end(at);
  }
  contexts[device] = (Context){0, 0};
  for (int other = 0; other < MOST_DEVICES; other++) linked[device][other] = linked[other][device] = 0;
}

API int cuGetErrorName(int code, const char** name) {
  static const struct { int code; const char* name; } names[] = {
    {1, "CUDA_ERROR_INVALID_VALUE"}, {2, "CUDA_ERROR_OUT_OF_MEMORY"}, {3, "CUDA_ERROR_NOT_INITIALIZED"}, {34, "CUDA_ERROR_STUB_LIBRARY"}, {35, "CUDA_ERROR_INSUFFICIENT_DRIVER"},
    {46, "CUDA_ERROR_DEVICE_UNAVAILABLE"}, {100, "CUDA_ERROR_NO_DEVICE"}, {101, "CUDA_ERROR_INVALID_DEVICE"}, {200, "CUDA_ERROR_INVALID_IMAGE"},
    {201, "CUDA_ERROR_INVALID_CONTEXT"}, {209, "CUDA_ERROR_NO_BINARY_FOR_GPU"}, {214, "CUDA_ERROR_ECC_UNCORRECTABLE"}, {218, "CUDA_ERROR_INVALID_PTX"},
    {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"}, {304, "CUDA_ERROR_OPERATING_SYSTEM"}, {400, "CUDA_ERROR_INVALID_HANDLE"}, {500, "CUDA_ERROR_NOT_FOUND"},
    {600, "CUDA_ERROR_NOT_READY"}, {704, "CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED"}, {700, "CUDA_ERROR_ILLEGAL_ADDRESS"}, {701, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"}, {702, "CUDA_ERROR_LAUNCH_TIMEOUT"},
    {709, "CUDA_ERROR_CONTEXT_IS_DESTROYED"}, {710, "CUDA_ERROR_ASSERT"}, {714, "CUDA_ERROR_HARDWARE_STACK_ERROR"}, {715, "CUDA_ERROR_ILLEGAL_INSTRUCTION"},
    {716, "CUDA_ERROR_MISALIGNED_ADDRESS"}, {717, "CUDA_ERROR_INVALID_ADDRESS_SPACE"}, {718, "CUDA_ERROR_INVALID_PC"}, {719, "CUDA_ERROR_LAUNCH_FAILED"},
    {801, "CUDA_ERROR_NOT_SUPPORTED"}, {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"}, {999, "CUDA_ERROR_UNKNOWN"}};
  *name = NULL;
  for (size_t at = 0; at < sizeof names / sizeof *names; at++) if (names[at].code == code) *name = names[at].name;
  return *name == NULL ? 1 : 0;
}

API int cuGetErrorString(int code, const char** text) {
  *text = code == 2 ? "out of memory" : code == 999 ? "unknown error" : NULL;
  return *text == NULL ? 1 : 0;
}

API int cuInit(unsigned flags) {
  (void)flags;
  pthread_mutex_lock(&guard);
  note_live();
  memset(entries, 0, sizeof entries);
  failure_count = 0;
  const char* text = getenv("STUB_CUDA_FAIL");
  char rules[1024] = {0};
  if (text != NULL) strncpy(rules, text, sizeof rules - 1);
  char* rest = rules;
  for (char* rule; (rule = strsep(&rest, ",")) != NULL && *rule != 0; failure_count++) {
    failures[failure_count].count = 1;
    sscanf(rule, "%39[^:]:%d:%d:%d", failures[failure_count].name, &failures[failure_count].from, &failures[failure_count].code, &failures[failure_count].count);
  }
  pthread_mutex_unlock(&guard);
  ENTER("cuInit");
  initialized = 1;
  return leave(0);
}

API int cuDriverGetVersion(int* version) {
  ENTER("cuDriverGetVersion");
  *version = setting("STUB_CUDA_VERSION", 12040);
  return leave(0);
}

API int cuDeviceGetCount(int* count) {
  ENTER("cuDeviceGetCount");
  *count = setting("STUB_CUDA_DEVICES", 2);
  return leave(0);
}

API int cuDeviceGet(int* device, int index) {
  ENTER("cuDeviceGet");
  *device = index;
  return leave(0);
}

API int cuDeviceGetName(char* name, int length, int device) {
  ENTER("cuDeviceGetName");
  snprintf(name, (size_t)length, "Stub %c", 'A' + device);
  return leave(0);
}

API int cuDeviceGetUuid(unsigned char uuid[16], int device) {
  ENTER("cuDeviceGetUuid");
  for (int at = 0; at < 16; at++) uuid[at] = (unsigned char)(at * 17);
  uuid[15] = (unsigned char)device;
  return leave(0);
}

API int cuDeviceTotalMem_v2(size_t* bytes, int device) {
  (void)device;
  ENTER("cuDeviceTotalMem_v2");
  *bytes = (size_t)setting("STUB_CUDA_MEMORY", 1 << 30);
  return leave(0);
}

API int cuDeviceGetAttribute(int* value, int attribute, int device) {
  (void)device;
  ENTER("cuDeviceGetAttribute");
  const int capability = setting("STUB_CUDA_CAPABILITY", 90);
  switch (attribute) {
    case 1: *value = 1024; break;
    case 8: *value = 49152; break;
    case 10: *value = 32; break;
    case 16: *value = 132; break;
    case 75: *value = capability / 10; break;
    case 76: *value = capability % 10; break;
    case 115: *value = setting("STUB_CUDA_POOLS", 1); break;
    default: return leave(1);
  }
  return leave(0);
}

API int cuDevicePrimaryCtxRetain(void** context, int device) {
  ENTER("cuDevicePrimaryCtxRetain");
  contexts[device].owners++;
  *context = (void*)(intptr_t)(device + 1);
  note("{\"call\":\"retain\",\"device\":%d}", device);
  return leave(0);
}

API int cuDevicePrimaryCtxRelease_v2(int device) {
  const int reported = enter("cuDevicePrimaryCtxRelease_v2", 0);
  if (contexts[device].owners == 0) return leave(201);
  note("{\"call\":\"release\",\"device\":%d}", device);
  if (--contexts[device].owners == 0) end_context(device);
  return leave(reported);
}

API int cuDevicePrimaryCtxReset_v2(int device) {
  const int reported = enter("cuDevicePrimaryCtxReset_v2", 0);
  note("{\"call\":\"reset\",\"device\":%d}", device);
  end_context(device);
  return leave(reported);
}

API int cuCtxPushCurrent_v2(void* context) {
  ENTER("cuCtxPushCurrent_v2");
  stack[depth++] = (int)(intptr_t)context - 1;
  return leave(0);
}

API int cuCtxPopCurrent_v2(void** context) {
  const int reported = enter("cuCtxPopCurrent_v2", 0);
  if (depth == 0) return leave(201);
  *context = (void*)(intptr_t)(stack[--depth] + 1);
  return leave(reported);
}

static int allocate(Address* address, size_t bytes) {
  if (bytes == 0) return 1;
  if (allocated + bytes > (size_t)setting("STUB_CUDA_MEMORY", 1 << 30)) return 2;
  Object* object = make(ALLOCATION);
  object->bytes = malloc(bytes);
  object->size = bytes;
  memset(object->bytes, 0xcd, bytes);
  allocated += bytes;
  note("{\"call\":\"allocate\",\"bytes\":%zu,\"memory\":%d}", bytes, object->id);
  *address = (Address)(uintptr_t)object->bytes;
  return 0;
}

API int cuMemAlloc_v2(Address* address, size_t bytes) {
  ENTER_CONTEXT("cuMemAlloc_v2");
  return leave(allocate(address, bytes));
}

API int cuMemAllocAsync(Address* address, size_t bytes, void* stream) {
  ENTER_CONTEXT("cuMemAllocAsync");
  if (find(stream, STREAM) == NULL) return leave(400);
  const int code = allocate(address, bytes);
  if (code == 0) strcpy(holding((void*)(uintptr_t)*address, 1, ALLOCATION)->name, "pool");
  return leave(code);
}

API int cuMemFree_v2(Address address) {
  ENTER_END("cuMemFree_v2");
  Object* object = holding((void*)(uintptr_t)address, 1, ALLOCATION);
  if (object == NULL) return leave(1);
  if (object->busy_until > now()) note("{\"misuse\":\"memory is freed that is in use\"}");
  if (strcmp(object->name, "opened") == 0) note("{\"misuse\":\"memory of another process is freed\"}");
  note("{\"call\":\"free\",\"memory\":%d}", object->id);
  end(object);
  return leave(reported);
}

API int cuMemFreeAsync(Address address, void* handle) {
  ENTER_END("cuMemFreeAsync");
  Object *stream = find(handle, STREAM), *object = holding((void*)(uintptr_t)address, 1, ALLOCATION);
  if (stream == NULL || object == NULL) return leave(1);
  if (object->busy_until > now() && object->busy_until > stream->busy_until) note("{\"misuse\":\"memory is freed in a stream that does not wait for its use\"}");
  note("{\"call\":\"freeAsync\",\"stream\":%d,\"memory\":%d}", stream->id, object->id);
  end(object);
  return leave(reported);
}

API int cuMemHostAlloc(void** bytes, size_t size, unsigned flags) {
  (void)flags;
  ENTER_CONTEXT("cuMemHostAlloc");
  Object* object = make(PINNED);
  *bytes = object->bytes = malloc(size);
  object->size = size;
  return leave(0);
}

API int cuMemFreeHost(void* bytes) {
  ENTER_END("cuMemFreeHost");
  Object* object = holding(bytes, 1, PINNED);
  if (object == NULL) return leave(1);
  end(object);
  return leave(reported);
}

/** A command on a memory: what is used is so until its stream is done. */
static void use(Object* stream, Object* memory) { if (memory->busy_until < stream->busy_until) memory->busy_until = stream->busy_until; }

static int transfer(const char* name, Address target, const void* source, size_t bytes, void* handle, enum Kind to, enum Kind from) {
  Object *stream = find(handle, STREAM), *into = holding((void*)(uintptr_t)target, bytes, to), *out_of = holding(source, bytes, from);
  if (stream == NULL || into == NULL || out_of == NULL || bytes == 0) return 1;
  if ((to == PINNED ? into : out_of)->busy_until > now() && (to == PINNED || from == PINNED)) note("{\"misuse\":\"a piece is used again before its transfer has ended\"}");
  const double begin = stream->busy_until > now() ? stream->busy_until : now();
  stream->busy_until = begin + setting("STUB_CUDA_TRANSFER_MS", 0);
  if (to == PINNED) {
    memset((void*)(uintptr_t)target, 0xee, bytes);
    free(into->coming);
    into->coming = malloc(bytes);
    into->coming_bytes = bytes;
    memcpy(into->coming, source, bytes);
  } else {
    memcpy((void*)(uintptr_t)target, source, bytes);
  }
  use(stream, into);
  use(stream, out_of);
  note("{\"call\":\"%s\",\"stream\":%d,\"bytes\":%zu,\"memories\":[%d,%d]}", name, stream->id, bytes, into->id, out_of->id);
  return 0;
}

API int cuMemcpyHtoDAsync_v2(Address target, const void* source, size_t bytes, void* stream) {
  ENTER_CONTEXT("cuMemcpyHtoDAsync_v2");
  return leave(transfer("write", target, source, bytes, stream, ALLOCATION, PINNED));
}

API int cuMemcpyDtoHAsync_v2(void* target, Address source, size_t bytes, void* stream) {
  ENTER_CONTEXT("cuMemcpyDtoHAsync_v2");
  return leave(transfer("read", (Address)(uintptr_t)target, (void*)(uintptr_t)source, bytes, stream, PINNED, ALLOCATION));
}

API int cuMemcpyDtoDAsync_v2(Address target, Address source, size_t bytes, void* stream) {
  ENTER_CONTEXT("cuMemcpyDtoDAsync_v2");
  return leave(transfer("copy", target, (void*)(uintptr_t)source, bytes, stream, ALLOCATION, ALLOCATION));
}

API int cuDeviceCanAccessPeer(int* can, int device, int peer) {
  ENTER("cuDeviceCanAccessPeer");
  *can = device != peer && setting("STUB_CUDA_PEERS", 1);
  return leave(0);
}

API int cuCtxEnablePeerAccess(void* context, unsigned flags) {
  ENTER_CONTEXT("cuCtxEnablePeerAccess");
  const int peer = (int)(intptr_t)context - 1, device = stack[depth - 1];
  if (flags != 0 || peer == device) return leave(1);
  if (linked[device][peer]) return leave(704);
  linked[device][peer] = 1;
  note("{\"call\":\"link\",\"device\":%d}", peer);
  return leave(0);
}

API int cuMemcpyPeerAsync(Address target, void* target_context, Address source, void* source_context, size_t bytes, void* handle) {
  ENTER_CONTEXT("cuMemcpyPeerAsync");
  const int to = (int)(intptr_t)target_context - 1, from = (int)(intptr_t)source_context - 1;
  Object *stream = find(handle, STREAM), *into = holding_in(to, (void*)(uintptr_t)target, bytes, ALLOCATION), *out_of = holding_in(from, (void*)(uintptr_t)source, bytes, ALLOCATION);
  if (stream == NULL || into == NULL || out_of == NULL || bytes == 0 || (to != from && !linked[to][from])) return leave(1);
  if (out_of->busy_until > now() && out_of->busy_until > stream->busy_until) note("{\"misuse\":\"memory of another device is read before it is written\"}");
  stream->busy_until = (stream->busy_until > now() ? stream->busy_until : now()) + setting("STUB_CUDA_TRANSFER_MS", 0);
  memcpy((void*)(uintptr_t)target, (void*)(uintptr_t)source, bytes);
  use(stream, into);
  use(stream, out_of);
  note("{\"call\":\"peer\",\"stream\":%d,\"bytes\":%zu,\"memories\":[%d,%d]}", stream->id, bytes, into->id, out_of->id);
  return leave(0);
}

API int cuMemGetAddressRange_v2(Address* base, size_t* size, Address address) {
  ENTER_CONTEXT("cuMemGetAddressRange_v2");
  const Object* object = holding((void*)(uintptr_t)address, 1, ALLOCATION);
  if (object == NULL) return leave(1);
  *base = (Address)(uintptr_t)object->bytes;
  *size = object->size;
  return leave(0);
}

/** What a handle of this driver says; the rest of the 64 bytes is nothing. */
typedef struct { int process, memory; size_t size; char rest[48]; } IpcHandle;

API int cuIpcGetMemHandle(IpcHandle* handle, Address address) {
  ENTER_CONTEXT("cuIpcGetMemHandle");
  Object* object = holding((void*)(uintptr_t)address, 1, ALLOCATION);
  if (object == NULL || strcmp(object->name, "pool") == 0) return leave(1);
  if (object->busy_until > now()) note("{\"misuse\":\"memory is given to other processes before it is written\"}");
  FILE* file = fopen(exported(getpid(), object->id), "w");
  if (file == NULL) return leave(304);
  fwrite(object->bytes, 1, object->size, file);
  fclose(file);
  strcpy(object->name, "exported");
  *handle = (IpcHandle){getpid(), object->id, object->size, {0}};
  return leave(0);
}

API int cuIpcOpenMemHandle_v2(Address* address, IpcHandle handle, unsigned flags) {
  ENTER_CONTEXT("cuIpcOpenMemHandle_v2");
  if (flags != 1) return leave(1);
  if (handle.process == getpid() && !setting("STUB_CUDA_IPC_WITHIN", 0)) return leave(201);
  FILE* file = fopen(exported(handle.process, handle.memory), "r");
  if (file == NULL) return leave(1);
  Object* object = make(ALLOCATION);
  object->bytes = malloc(handle.size);
  object->size = fread(object->bytes, 1, handle.size, file);
  allocated += object->size;
  fclose(file);
  strcpy(object->name, "opened");
  note("{\"call\":\"open\",\"bytes\":%zu,\"memory\":%d}", object->size, object->id);
  *address = (Address)(uintptr_t)object->bytes;
  return leave(0);
}

API int cuIpcCloseMemHandle(Address address) {
  ENTER_END("cuIpcCloseMemHandle");
  Object* object = holding((void*)(uintptr_t)address, 1, ALLOCATION);
  if (object == NULL || strcmp(object->name, "opened") != 0) return leave(1);
  if (object->busy_until > now()) note("{\"misuse\":\"memory of another process is closed that is in use\"}");
  note("{\"call\":\"close\",\"memory\":%d}", object->id);
  end(object);
  return leave(reported);
}

API int cuMemsetD8Async(Address target, unsigned char value, size_t bytes, void* handle) {
  ENTER_CONTEXT("cuMemsetD8Async");
  Object *stream = find(handle, STREAM), *into = holding((void*)(uintptr_t)target, bytes, ALLOCATION);
  if (stream == NULL || into == NULL || bytes == 0) return leave(1);
  memset((void*)(uintptr_t)target, value, bytes);
  use(stream, into);
  note("{\"call\":\"fill\",\"stream\":%d,\"bytes\":%zu,\"memories\":[%d]}", stream->id, bytes, into->id);
  return leave(0);
}

API int cuStreamCreate(void** stream, unsigned flags) {
  ENTER_CONTEXT("cuStreamCreate");
  if (flags != 1) note("{\"misuse\":\"a stream that waits for others\"}");
  *stream = make(STREAM);
  return leave(0);
}

API int cuStreamDestroy_v2(void* handle) {
  ENTER_END("cuStreamDestroy_v2");
  Object* stream = find(handle, STREAM);
  if (stream == NULL) return leave(400);
  end(stream);
  return leave(reported);
}

/** Sleeps without the lock, which is held before and after. */
static int await(double until, int fault, int device) {
  pthread_mutex_unlock(&guard);
  sleep_until(until);
  pthread_mutex_lock(&guard);
  for (Object* at = objects; at != NULL; at = at->next) {
    if (at->coming == NULL || at->busy_until > until) continue;
    memcpy(at->bytes, at->coming, at->coming_bytes);
    free(at->coming);
    at->coming = NULL;
  }
  if (contexts[device].broken == 0) contexts[device].broken = fault;
  return contexts[device].broken;
}

API int cuStreamSynchronize(void* handle) {
  ENTER_CONTEXT("cuStreamSynchronize");
  Object* stream = find(handle, STREAM);
  return leave(stream == NULL ? 400 : await(stream->busy_until, stream->fault, stream->context));
}

API int cuStreamWaitEvent(void* handle, void* event_handle, unsigned flags) {
  (void)flags;
  ENTER_CONTEXT("cuStreamWaitEvent");
  Object *stream = find(handle, STREAM), *event = find_event(event_handle);
  if (stream == NULL || event == NULL) return leave(400);
  if (stream->busy_until < event->busy_until) stream->busy_until = event->busy_until;
  note("{\"call\":\"wait\",\"stream\":%d,\"event\":%d}", stream->id, event->id);
  return leave(0);
}

API int cuEventCreate(void** event, unsigned flags) {
  ENTER_CONTEXT("cuEventCreate");
  if (flags != 3) note("{\"misuse\":\"an event that spins or takes the time\"}");
  *event = make(EVENT);
  return leave(0);
}

API int cuEventDestroy_v2(void* handle) {
  ENTER_END("cuEventDestroy_v2");
  Object* event = find(handle, EVENT);
  if (event == NULL) return leave(400);
  end(event);
  return leave(reported);
}

API int cuEventRecord(void* handle, void* stream_handle) {
  ENTER_CONTEXT("cuEventRecord");
  Object *stream = find(stream_handle, STREAM), *event = find(handle, EVENT);
  if (stream == NULL || event == NULL) return leave(400);
  event->busy_until = stream->busy_until;
  event->fault = stream->fault;
  note("{\"call\":\"record\",\"stream\":%d,\"event\":%d}", stream->id, event->id);
  return leave(0);
}

API int cuEventQuery(void* handle) {
  ENTER_CONTEXT("cuEventQuery");
  Object* event = find(handle, EVENT);
  return leave(event == NULL ? 400 : event->busy_until > now() ? 600 : 0);
}

API int cuEventSynchronize(void* handle) {
  ENTER_CONTEXT("cuEventSynchronize");
  Object* event = find(handle, EVENT);
  return leave(event == NULL ? 400 : await(event->busy_until, event->fault, event->context));
}

API int cuModuleLoadDataEx(void** module, const void* image, unsigned count, const int* options, void** values) {
  ENTER_CONTEXT("cuModuleLoadDataEx");
  if (strncmp(image, "BAD", 3) == 0) {
    for (unsigned at = 0; at < count; at++) if (options[at] == 5) strcpy(values[at], "ptxas fatal: line 1: BAD");
    return leave(218);
  }
  *module = make(MODULE);
  return leave(0);
}

API int cuModuleUnload(void* handle) {
  ENTER_END("cuModuleUnload");
  Object* module = find(handle, MODULE);
  if (module == NULL) return leave(400);
  end(module);
  return leave(reported);
}

API int cuModuleGetFunction(void** function, void* module, const char* name) {
  ENTER_CONTEXT("cuModuleGetFunction");
  if (find(module, MODULE) == NULL) return leave(400);
  if (strcmp(name, "missing") == 0) return leave(500);
  Object* made = make(FUNCTION);
  snprintf(made->name, sizeof made->name, "%s", name);
  *function = made;
  return leave(0);
}

API int cuFuncGetAttribute(int* value, int attribute, void* function) {
  ENTER_CONTEXT("cuFuncGetAttribute");
  if (find(function, FUNCTION) == NULL || attribute != 0) return leave(1);
  *value = 512;
  return leave(0);
}

static int run(const Object* function, Object* stream, void** parameters, const unsigned groups[3], const unsigned group[3], unsigned shared) {
  const char* signature = strcmp(function->name, "add_one") == 0 || strcmp(function->name, "slow") == 0 ? "mi"
                        : strcmp(function->name, "fault") == 0 ? "m" : strrchr(function->name, '_') == NULL ? "" : strrchr(function->name, '_') + 1;
  if (signature[strspn(signature, "miulfds")] != 0) signature = "";
  if (strcmp(function->name, "slow") == 0) {
    const double begin = stream->busy_until > now() ? stream->busy_until : now();
    stream->busy_until = begin + *(int*)parameters[1];
  }
  if (strcmp(function->name, "fault") == 0) stream->fault = 700;
  char values[256] = "", memories[256] = "";
  for (size_t at = 0; signature[at] != 0; at++) {
    char* into = signature[at] == 'm' ? memories + strlen(memories) : values + strlen(values);
    const char* comma = into == memories || into == values ? "" : ",";
    if (signature[at] == 'm') {
      Object* memory = *(void**)parameters[at] == NULL ? NULL : holding(*(void**)parameters[at], 1, ALLOCATION);
      if (memory != NULL) use(stream, memory);
      sprintf(into, "%s%d", comma, memory == NULL ? 0 : memory->id);
    }
    if (signature[at] == 'i') sprintf(into, "%s%d", comma, *(int*)parameters[at]);
    if (signature[at] == 'u') sprintf(into, "%s%u", comma, *(unsigned*)parameters[at]);
    if (signature[at] == 's') sprintf(into, "%s%llu", comma, *(unsigned long long*)parameters[at]);
    if (signature[at] == 'l') sprintf(into, "%s%lld", comma, *(long long*)parameters[at]);
    if (signature[at] == 'f') sprintf(into, "%s%.9g", comma, *(float*)parameters[at]);
    if (signature[at] == 'd') sprintf(into, "%s%.17g", comma, *(double*)parameters[at]);
  }
  if (strcmp(function->name, "add_one") == 0) {
    float* numbers = *(float**)parameters[0];
    for (int at = 0; at < *(int*)parameters[1]; at++) numbers[at] += 1;
  }
  note("{\"call\":\"launch\",\"kernel\":\"%s\",\"stream\":%d,\"memories\":[%s],\"values\":[%s],\"groups\":[%u,%u,%u],\"group\":[%u,%u,%u],\"local\":%u}", function->name, stream->id, memories,
       values, groups[0], groups[1], groups[2], group[0], group[1], group[2], shared);
  return 0;
}

API int cuLaunchKernel(void* handle, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void* stream_handle, void** parameters,
                       void** extra) {
  (void)extra;
  ENTER_CONTEXT("cuLaunchKernel");
  Object *function = find(handle, FUNCTION), *stream = find(stream_handle, STREAM);
  if (function == NULL || stream == NULL) return leave(400);
  if (gy > 65535 || gz > 65535 || shared > 48 * 1024) return leave(1);
  return leave(run(function, stream, parameters, (unsigned[]){gx, gy, gz}, (unsigned[]){bx, by, bz}, shared));
}
