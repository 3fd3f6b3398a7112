/** Functions that shaders may call, each with what it builds on; only those that a shader names become part of it. */
export const library: Readonly<Record<string, string>> = {
  // Compilers may assume that there is no NaN and flush what is subnormal, so that both are told by their bits.
  is_nan: "fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }",
  is_inf: "fn is_inf(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }",
  is_finite: "fn is_finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) < 0x7f800000u; }",
  is_nonzero: "fn is_nonzero(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) != 0u; }",
  /** Integers of the same order as numbers; both zeros are one. */
  ordered: "fn ordered(x: f32) -> i32 { let bits = bitcast<i32>(x); return select(bits, -(bits & 0x7fffffff), bits < 0); }",
  are_numbers: "fn are_numbers(a: f32, b: f32) -> bool { return !is_nan(a) && !is_nan(b); }",
  is_less: "fn is_less(a: f32, b: f32) -> bool { return are_numbers(a, b) && ordered(a) < ordered(b); }",
  is_equal: "fn is_equal(a: f32, b: f32) -> bool { return are_numbers(a, b) && ordered(a) == ordered(b); }",
  negated: "fn negated(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) ^ 0x80000000u); }",
  magnitude: "fn magnitude(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) & 0x7fffffffu); }",
  bits_to_float: "fn bits_to_float(bits: u32) -> f32 { var same = bits; return bitcast<f32>(same); }",
  nan: "fn nan() -> f32 { var bits = 0x7fc00000u; return bitcast<f32>(bits); }",
  /** NaN where either is, 0 above -0: equal numbers have equal bits, but for zeros. */
  larger: `fn larger(a: f32, b: f32) -> f32 {
  if (is_nan(a)) { return a; }
  if (is_nan(b)) { return b; }
  if (ordered(a) == ordered(b)) { return bitcast<f32>(bitcast<u32>(a) & bitcast<u32>(b)); }
  return select(b, a, ordered(a) > ordered(b));
}`,
  smaller: `fn smaller(a: f32, b: f32) -> f32 {
  if (is_nan(a)) { return a; }
  if (is_nan(b)) { return b; }
  if (ordered(a) == ordered(b)) { return bitcast<f32>(bitcast<u32>(a) | bitcast<u32>(b)); }
  return select(b, a, ordered(a) < ordered(b));
}`,
  /** Of a right triangle, without a square that overflows; infinite where a side is, though the other be NaN. */
  length_of: `fn length_of(a: f32, b: f32) -> f32 {
  if (is_inf(a) || is_inf(b)) { return bitcast<f32>(0x7f800000u | (bitcast<u32>(a) & 0u)); }
  let most = max(magnitude(a), magnitude(b));
  let least = min(magnitude(a), magnitude(b));
  if (is_nan(a) || is_nan(b)) { return a + b; }
  if (most == 0.0) { return 0.0; }
  let part = least / most;
  return most * sqrt(1.0 + part * part);
}`,
  /** Kahan's forms, which keep what is near 0. */
  exp_less_1: `fn exp_less_1(x: f32) -> f32 {
  if (is_nan(x)) { return x; }
  if (magnitude(x) < 0.125) { return x * (1.0 + x * (0.5 + x * (0.16666667 + x * (0.041666668 + x * 0.008333334)))); }
  return exp(x) - 1.0;
}`,
  log_of_1_and: `fn log_of_1_and(x: f32) -> f32 {
  if (is_nan(x)) { return x; }
  if (magnitude(x) < 0.0625) { return x * (1.0 - x * (0.5 - x * (0.33333334 - x * (0.25 - x * (0.2 - x * 0.16666667))))); }
  return log(1.0 + x);
}`,
  /** With the sign of the divisor, and rounded down; 0 where the divisor is 0. */
  floored_rest: `fn floored_rest(a: i32, b: i32) -> i32 {
  if (b == 0 || b == -1) { return 0; }
  let rest = a % b;
  return select(rest, rest + b, rest != 0 && (rest < 0) != (b < 0));
}`,
  floored_quotient: `fn floored_quotient(a: i32, b: i32) -> i32 {
  if (b == 0) { return 0; }
  if (b == -1) { return 0 - a; }
  return a / b - select(0, 1, a % b != 0 && (a < 0) != (b < 0));
}`,
  /** By repeated squaring, modulo 2³². */
  whole_power: `fn whole_power(a: u32, b: u32) -> u32 {
  var result = 1u;
  var base = a;
  for (var rest = b; rest > 0u; rest >>= 1u) {
    if ((rest & 1u) == 1u) { result *= base; }
    base *= base;
  }
  return result;
}`,
  /** The index in [0, extent) that any index reads, however far out; -1 where nothing is read. Modes by their places in the list of boundary modes. */
  boundary_index: `fn boundary_index(mode: i32, index: i32, extent: i32) -> i32 {
  if (index >= 0 && index < extent) { return index; }
  if (mode == 1) { return -1; }
  if (mode == 2) { return select(extent - 1, 0, index < 0); }
  if (mode == 4) { return floored_rest(index, extent); }
  if (extent == 1) { return 0; }
  let period = select(2 * extent - 2, 2 * extent, mode == 0);
  let at = floored_rest(index, period);
  return min(at, select(period, period - 1, mode == 0) - at);
}`,
  half_to_float: `fn half_to_float(half: u32) -> f32 {
  let sign = (half & 0x8000u) << 16u;
  let exponent = (half >> 10u) & 31u;
  let fraction = half & 0x3ffu;
  if (exponent == 31u) { return bitcast<f32>(sign | 0x7f800000u | (fraction << 13u)); }
  if (exponent == 0u) { return bitcast<f32>(bitcast<u32>(f32(fraction) * 0x1p-24f) | sign); }
  return bitcast<f32>(sign | ((exponent + 112u) << 23u) | (fraction << 13u));
}`,
  /** Rounded half to even, as the host does. */
  float_to_half: `fn float_to_half(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  let sign = (bits >> 16u) & 0x8000u;
  let size = bits & 0x7fffffffu;
  if (size > 0x7f800000u) { return sign | 0x7e00u; }
  if (size >= 0x47800000u) { return sign | 0x7c00u; }
  if (size < 0x33000000u) { return sign; }
  let exponent = size >> 23u;
  let is_subnormal = exponent < 113u;
  let significand = select(size - 0x38000000u, (size & 0x7fffffu) | 0x800000u, is_subnormal);
  let shift = select(13u, 126u - exponent, is_subnormal);
  let truncated = significand >> shift;
  let rest = significand & ((1u << shift) - 1u);
  let half = 1u << (shift - 1u);
  return sign | (truncated + select(0u, 1u, rest > half || (rest == half && (truncated & 1u) == 1u)));
}`,
  rounded_to_half: "fn rounded_to_half(x: f32) -> f32 { return half_to_float(float_to_half(x)); }",
  /** The low 32 bits of the whole part; 0 for NaN and the infinities. */
  whole_of: `fn whole_of(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  let exponent = i32((bits >> 23u) & 0xffu) - 150;
  if (exponent == 105 || exponent <= -24 || exponent >= 32) { return 0u; }
  let significand = (bits & 0x7fffffu) | 0x800000u;
  let whole = select(significand >> u32(max(-exponent, 0)), significand << u32(max(exponent, 0)), exponent >= 0);
  return select(whole, 0u - whole, (bits >> 31u) == 1u);
}`,
  /** Both halves are exact, so that their sum is rounded once, to even. */
  float_of_u32: "fn float_of_u32(x: u32) -> f32 { return f32(x >> 16u) * 65536.0 + f32(x & 0xffffu); }",
  float_of_i32: "fn float_of_i32(x: i32) -> f32 { return f32(x >> 16u) * 65536.0 + f32(x & 0xffff); }",
  /** Rounded half to even and clamped, NaN as 0. The ends of 32 bits are no floats and told apart before. */
  clamped_f32: "fn clamped_f32(x: f32, least: f32, most: f32) -> f32 { return select(clamp(round(x), least, most), 0.0, is_nan(x)); }",
  clamped_i32: `fn clamped_i32(x: f32) -> i32 {
  if (is_nan(x)) { return 0; }
  if (x >= 2147483648.0) { return 2147483647; }
  if (x <= -2147483648.0) { return -2147483647 - 1; }
  return i32(round(x));
}`,
  clamped_u32: `fn clamped_u32(x: f32) -> u32 {
  if (is_nan(x) || x <= 0.0) { return 0u; }
  if (x >= 4294967296.0) { return 4294967295u; }
  return u32(round(x));
}`,
};

/** The functions of the library that a text names, and those that they name. */
export function libraryFor(text: string): string {
  const wanted = new Set<string>();
  const search = (within: string) => {
    for (const [name, definition] of Object.entries(library)) {
      if (wanted.has(name) || !new RegExp(`\\b${name}\\(`).test(within)) continue;
      wanted.add(name);
      search(definition);
    }
  };
  search(text);
  return Object.entries(library).filter(([name]) => wanted.has(name)).map(([, definition]) => definition).join("\n");
}
