/** What a kernel takes, as it is written. */
export interface KernelParameter {
  readonly name: string;
  /** Its type without qualifiers, `float` of `const float *x`. */
  readonly type: string;
  /** How the native addons take it: `m` for memory, else by its scalar type. */
  readonly letter: string;
  /** Memory that the kernel does not write. */
  readonly isConst: boolean;
}

/** Letters by which the native addons take scalars; names of the dialect, of OpenCL C, and of CUDA C++. */
const letters: Readonly<Record<string, string>> = {
  int: "i", i32: "i", uint: "u", u32: "u", unsigned: "u", "unsigned int": "u", i64: "l", u64: "l", long: "l", ulong: "l", "unsigned long": "l", "long long": "l",
  "unsigned long long": "l", float: "f", double: "d",
};

const qualifiers = /\b(?:GLOBAL|LOCAL_POINTER|__global|global|__private|private|__restrict__|__restrict|restrict|const|volatile)\b/g;

/** `KERNEL name(…)` of the dialect, `__kernel void name(…)` of OpenCL C, `extern "C" __global__ void name(…)` of CUDA C++. */
const heads = /(?:\bKERNEL\s|\b(?:__)?kernel\b[^;{}]*?\bvoid\s|\b__global__\b[^;{}]*?\bvoid\s(?:\s*__launch_bounds__\s*\([^)]*\))?)\s*(\w+)\s*\(([^)]*)\)/g;

/** Every kernel of a text with what it takes. @throws Error for a type that kernels do not take */
export function kernelParameters(text: string, types: Readonly<Record<string, string>> = {}): ReadonlyMap<string, readonly KernelParameter[]> {
  return new Map([...withoutComments(text).matchAll(heads)].map(([, name = "", list = ""]) => [name, list.trim() === "" || list.trim() === "void" ? [] : list.split(",").map((written) => parameterOf(written.trim(), name, types))]));
}

/** The same with one letter per argument. */
export function signaturesOf(text: string, types: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  return new Map([...kernelParameters(text, types)].map(([name, parameters]) => [name, parameters.map(({ letter }) => letter).join("")]));
}

/** Of the same lines. */
export function withoutComments(text: string): string {
  return text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""));
}

function parameterOf(written: string, kernel: string, types: Readonly<Record<string, string>>): KernelParameter {
  if (/\b(?:__local|local|__constant|constant)\b/.test(written)) throw new Error(`the kernel ${kernel} takes "${written}"; kernels are given memory of the device alone, and declare local memory within themselves.`);
  const [, declared = "", name = ""] = /^([\s\S]*?)(\w+)\s*(?:\[\s*\])?$/.exec(written) ?? [];
  const pointed = declared.split("*");
  const type = (pointed[0] ?? "").replace(qualifiers, " ").trim().replace(/\s+/g, " ");
  if (pointed.length === 2 || written.endsWith("]")) return { name, type, letter: "m", isConst: /\bconst\b/.test(pointed[0] ?? "") };
  const letter = pointed.length === 1 ? letters[types[type] ?? type] : undefined;
  if (letter === undefined) throw new Error(`the kernel ${kernel} takes "${written}"; kernels take pointers, int, uint, i64, u64, float and double.`);
  return { name, type, letter, isConst: true };
}
