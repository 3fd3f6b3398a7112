import type { Dtype } from "@openhcs/core";

/** How the elements of a dtype lie in a device's memory, and the type in which they compare exactly. */
interface Layout {
  readonly stored: string;
  readonly exact: string;
  /** Range of an integer dtype, as literals of the dialect. */
  readonly range?: readonly [string, string];
}

const layouts: Readonly<Record<Dtype, Layout>> = {
  bool: { stored: "u8", exact: "u8", range: ["0", "1"] },
  uint8: { stored: "u8", exact: "u8", range: ["0", "255"] },
  int8: { stored: "i8", exact: "i8", range: ["-128", "127"] },
  uint16: { stored: "u16", exact: "u16", range: ["0", "65535"] },
  int16: { stored: "i16", exact: "i16", range: ["-32768", "32767"] },
  uint32: { stored: "u32", exact: "u32", range: ["0u", "4294967295u"] },
  int32: { stored: "i32", exact: "i32", range: ["(-2147483647 - 1)", "2147483647"] },
  uint64: { stored: "u64", exact: "u64", range: ["0ul", "18446744073709551615ul"] },
  int64: { stored: "i64", exact: "i64", range: ["(-9223372036854775807l - 1l)", "9223372036854775807l"] },
  float16: { stored: "u16", exact: "float" },
  float32: { stored: "float", exact: "float" },
  float64: { stored: "double", exact: "double" },
};

/** The type in which the elements of a dtype compare exactly, by its name in the dialect. */
export function exactType(dtype: Dtype): string {
  return layouts[dtype].exact;
}

/** Range of an integer dtype or bool, as literals of the dialect; undefined for floats. */
export function rangeLiterals(dtype: Dtype): readonly [string, string] | undefined {
  return layouts[dtype].range;
}

/**
 * What a kernel calls the elements of one of its arrays, `IN` say:
 *
 * - `IN_t` as they are stored, `IN_v` as they compare exactly, `IN_value(t)` and `IN_stored(v)` between the two, and `IN_get(p, i)` and `IN_put(p, i, v)` in memory;
 * - `IN_load(p, i)` as the compute type `C`, `IN_store(p, i, c)` from it: rounded half to even, clamped to the range, NaN as 0;
 * - `IN_cast(c)` an `IN_v` from the compute type by the same rule.
 */
export function elementDefinitions(name: string, dtype: Dtype): string {
  const { stored, exact, range } = layouts[dtype];
  const half = dtype === "float16";
  const value = half ? "half_to_float(t)" : "t";
  const storedOf = half ? "float_to_half(v)" : "v";
  return `
typedef ${stored} ${name}_t;
typedef ${exact} ${name}_v;
DEVICE ${name}_v ${name}_value(${name}_t t) { return ${value}; }
DEVICE ${name}_t ${name}_stored(${name}_v v) { return ${storedOf}; }
DEVICE ${name}_v ${name}_get(GLOBAL const ${name}_t *p, i64 i) { return ${name}_value(p[i]); }
DEVICE void ${name}_put(GLOBAL ${name}_t *p, i64 i, ${name}_v v) { p[i] = ${name}_stored(v); }
DEVICE C ${name}_load(GLOBAL const ${name}_t *p, i64 i) { return (C)${name}_get(p, i); }
DEVICE ${name}_v ${name}_cast(C c) { ${castOf(dtype, exact, range)} }
DEVICE void ${name}_store(GLOBAL ${name}_t *p, i64 i, C c) { ${name}_put(p, i, ${name}_cast(c)); }
`;
}

function castOf(dtype: Dtype, exact: string, range: Layout["range"]): string {
  if (range === undefined) return `return (${exact})c;`;
  if (dtype === "bool") return "return c != (C)0 ? 1 : 0;";
  const [least, most] = range;
  // The ends of wide integers are no numbers of the compute type, so they are told apart before the cast.
  return `c = rint(c); return c != c ? (${exact})0 : c <= (C)${least} ? (${exact})${least} : c >= (C)${most} ? (${exact})${most} : (${exact})c;`;
}
