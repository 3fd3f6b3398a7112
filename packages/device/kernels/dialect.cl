// What makes the kernels of this folder valid OpenCL C 1.2 and CUDA C++. Kernels use these names alone where the two differ.
// Work is launched in one to three dimensions; a kernel checks its index against the extent that it is given, since groups are whole:
// `WITHIN(i, size, statement)` for i = global_x(), or by itself.
#define UNROLL _Pragma("unroll")
#define IS_ALIGNED(pointer) (((size_t)(pointer) & 15) == 0)

#ifdef __CUDACC__

typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;

#define KERNEL extern "C" __global__ void
#define DEVICE static __device__ inline
#define GLOBAL
#define LOCAL __shared__
#define LOCAL_POINTER
#define BARRIER() __syncthreads()
// An argument: local memory whose size each launch says. Used as a pointer.
#define LOCAL_ARRAY(type, name) LocalArray<type> name
extern __shared__ __align__(16) unsigned char local_memory_of_launch[];
template <typename T> struct LocalArray {
  u64 offset;
  __device__ operator T *() const { return (T *)(local_memory_of_launch + offset); }
};
#define INFINITE __int_as_float(0x7f800000)

#define global_x() ((i64)blockIdx.x * blockDim.x + threadIdx.x)
#define global_y() ((i64)blockIdx.y * blockDim.y + threadIdx.y)
#define global_z() ((i64)blockIdx.z * blockDim.z + threadIdx.z)
#define local_x() ((int)threadIdx.x)
#define local_y() ((int)threadIdx.y)
#define group_x() ((i64)blockIdx.x)
#define group_y() ((i64)blockIdx.y)
#define group_z() ((i64)blockIdx.z)
#define group_size_x() ((int)blockDim.x)
#define group_size_y() ((int)blockDim.y)
#define groups_x() ((i64)gridDim.x)
#define WITHIN(i, size, statement) do { if ((i) < (size)) statement; } while (0)

// The last 32 of a group are one warp, which hands values on without memory or barriers.
#define GROUP_HALVES(halve, halve_in_warp) do { \
  const int own = local_x(); \
  BARRIER(); \
  for (int width = GROUP / 2; width >= 32; width /= 2) { halve BARRIER(); } \
  if (own < 32) { halve_in_warp } \
  BARRIER(); \
} while (0)
#define HALVED_IN_WARP(type, values, combined) { \
  type a = (values)[own]; \
  for (int width = 16; width > 0; width /= 2) { const type b = __shfl_down_sync(0xffffffffu, a, width); a = combined; } \
  if (own == 0) (values)[0] = a; \
}

#define atomic_add_int(p, v) atomicAdd(p, v)
#define atomic_min_int(p, v) atomicMin(p, v)
#define atomic_max_int(p, v) atomicMax(p, v)
#define atomic_or_int(p, v) atomicOr(p, v)
#define atomic_cas_int(p, expected, desired) atomicCAS(p, expected, desired)

#define exact_root(x) sqrtf(x)

DEVICE float half_to_float(u16 bits) {
  float value;
  asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
  return value;
}
DEVICE u16 float_to_half(float value) {
  u16 bits;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value));
  return bits;
}
DEVICE float bits_to_float(u32 bits) { return __uint_as_float(bits); }
DEVICE u32 float_to_bits(float value) { return __float_as_uint(value); }
DEVICE double bits_to_double(u64 bits) { return __longlong_as_double((long long)bits); }
DEVICE u64 double_to_bits(double value) { return (u64)__double_as_longlong(value); }

#else

#ifdef HAS_FP64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
// Sums are rounded as the references round them: no multiplication and addition is merged unless a kernel says fma.
#pragma OPENCL FP_CONTRACT OFF

typedef char i8;
typedef uchar u8;
typedef short i16;
typedef ushort u16;
typedef int i32;
typedef uint u32;
typedef long i64;
typedef ulong u64;

#define KERNEL __kernel void
#define DEVICE static inline
#define GLOBAL __global
#define LOCAL __local
#define LOCAL_POINTER __local
#define BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#define LOCAL_ARRAY(type, name) __local type *name
#define INFINITE INFINITY

#define global_x() ((i64)get_global_id(0))
#define global_y() ((i64)get_global_id(1))
#define global_z() ((i64)get_global_id(2))
#define local_x() ((int)get_local_id(0))
#define local_y() ((int)get_local_id(1))
#define group_x() ((i64)get_group_id(0))
#define group_y() ((i64)get_group_id(1))
#define group_z() ((i64)get_group_id(2))
#define group_size_x() ((int)get_local_size(0))
#define group_size_y() ((int)get_local_size(1))
#define groups_x() ((i64)get_num_groups(0))
// Compilers for processors make vectors of a group's items only where all of them surely take part.
#define WITHIN(i, size, statement) do { \
  if ((group_x() + 1) * group_size_x() <= (size)) statement; \
  else if ((i) < (size)) statement; \
} while (0)

#define GROUP_HALVES(halve, halve_in_warp) do { \
  const int own = local_x(); \
  BARRIER(); \
  for (int width = GROUP / 2; width > 0; width /= 2) { halve BARRIER(); } \
} while (0)

#define atomic_add_int(p, v) atomic_add(p, v)
#define atomic_min_int(p, v) atomic_min(p, v)
#define atomic_max_int(p, v) atomic_max(p, v)
#define atomic_or_int(p, v) atomic_or(p, v)
#define atomic_cas_int(p, expected, desired) atomic_cmpxchg(p, expected, desired)

// The root of a float, rounded as that of a double is when it is rounded to float.
#ifdef ROUNDS_SINGLES
#define exact_root(x) sqrt((float)(x))
#elif defined(HAS_FP64)
#define exact_root(x) (float)sqrt((double)(x))
#else
#define exact_root(x) sqrt((float)(x))
#endif

DEVICE float half_to_float(u16 bits) { return vload_half(0, (const half *)&bits); }
DEVICE u16 float_to_half(float value) {
  u16 bits;
  vstore_half_rte(value, 0, (half *)&bits);
  return bits;
}
DEVICE float bits_to_float(u32 bits) { return as_float(bits); }
DEVICE u32 float_to_bits(float value) { return as_uint(value); }
#ifdef HAS_FP64
DEVICE double bits_to_double(u64 bits) { return as_double(bits); }
DEVICE u64 double_to_bits(double value) { return as_ulong(value); }
#endif

#endif

// Makes one of the values that the GROUP items of a group have in local memory, a power of two and 32 at least: `combined` of `a` and `b`, halves with
// halves, so that sums do not hang on the device. All items find it in values[0]. The same of two arrays at once.
#define GROUP_REDUCE(type, values, combined) GROUP_HALVES(HALVED(type, values, combined), HALVED_IN_WARP(type, values, combined))
#define GROUP_REDUCE_PAIR(type, values, combined, others, combined_others) GROUP_HALVES( \
  HALVED(type, values, combined) HALVED(type, others, combined_others), \
  HALVED_IN_WARP(type, values, combined) HALVED_IN_WARP(type, others, combined_others))
#define HALVED(type, values, combined) \
  if (own < width) { const type a = (values)[own], b = (values)[own + width]; (values)[own] = combined; }
