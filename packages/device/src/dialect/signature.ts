/** What a kernel takes, as it is written. */
export interface KernelParameter {
  readonly name: string;
  /** Its type without qualifiers, `float` of `const float *x`. */
  readonly type: string;
  /** How the native addons take it: `m` for memory, `s` for local memory of a size, else by its scalar type. */
  readonly letter: string;
  /** Memory that the kernel does not write. */
  readonly isConst: boolean;
}

/** Letters by which the native addons take scalars; names of the dialect, of OpenCL C, and of CUDA C++. */
const letters: Readonly<Record<string, string>> = {
  int: "i", i32: "i", uint: "u", u32: "u", unsigned: "u", "unsigned int": "u", i64: "l", u64: "l", long: "l", ulong: "l", "unsigned long": "l", "long long": "l",
  "unsigned long long": "l", float: "f", double: "d",
};

const qualifiers = /\b(?:GLOBAL|LOCAL_POINTER|__global|global|__local|local|__private|private|__restrict__|__restrict|restrict|const|volatile)\b/g;

/** `KERNEL name(…)` of the dialect, `__kernel void name(…)` of OpenCL C, `extern "C" __global__ void name(…)` of CUDA C++. */
const heads = /(?:\bKERNEL\s|\b(?:__)?kernel\b[^;{}]*?\bvoid\s|\b__global__\b[^;{}]*?\bvoid\s(?:\s*__launch_bounds__\s*\([^)]*\))?)\s*(\w+)\s*\(((?:[^()]|\([^()]*\))*)\)/g;

/** `LOCAL_ARRAY(float, tile)` of the dialect. */
const localArray = /^LOCAL_ARRAY\s*\(([^,]*),\s*(\w+)\s*\)$/;

/** `extern __shared__ float tile[]` of CUDA C++: what a launch gives in place of an argument. */
const launchMemory = /\bextern\s+__shared__\s+(?:__align__\s*\(\w+\)\s*)?([\w\s]+?)\s+(\w+)\s*\[\s*\]/g;

/** Every kernel of a text with what it takes. @throws Error for a type that kernels do not take */
export function kernelParameters(text: string, types: Readonly<Record<string, string>> = {}): ReadonlyMap<string, readonly KernelParameter[]> {
  const bare = withoutComments(text);
  const found = [...bare.matchAll(heads)];
  const before = bare.slice(0, found[0]?.index);
  return new Map(found.map(({ index, 1: name = "", 2: list = "" }, at) => {
    const written = list.trim() === "" || list.trim() === "void" ? [] : list.split(/,(?![^()]*\))/).map((each) => each.trim());
    const body = bare.slice(index, found[at + 1]?.index);
    return [name, [...written.map((each) => parameterOf(each, name, types)), ...launchMemoryOf(before + body, name)]];
  }));
}

/** The same with one letter per argument. */
export function signaturesOf(text: string, types: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  return new Map([...kernelParameters(text, types)].map(([name, parameters]) => [name, parameters.map(({ letter }) => letter).join("")]));
}

/** Of the same lines. */
export function withoutComments(text: string): string {
  return text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""));
}

function launchMemoryOf(text: string, kernel: string): readonly KernelParameter[] {
  const declared = new Map([...text.matchAll(launchMemory)].map(([, type = "", name = ""]) => [name, type]));
  if (declared.size > 1) throw new Error(`the kernel ${kernel} has ${[...declared.keys()].join(" and ")} in the shared memory of its launch, which begin at the same place; declare one, and parts of it by pointers.`);
  return [...declared].map(([name, type]) => ({ name, type, letter: "s", isConst: false }));
}

function parameterOf(written: string, kernel: string, types: Readonly<Record<string, string>>): KernelParameter {
  const [, localType, localName = ""] = localArray.exec(written) ?? [];
  if (localType !== undefined) return { name: localName, type: localType.trim(), letter: "s", isConst: false };
  if (/\bLOCAL_POINTER\b/.test(written)) throw new Error(`the kernel ${kernel} takes "${written}"; write LOCAL_ARRAY(float, tile), which is an argument on every device.`);
  if (/\b(?:__constant|constant)\b/.test(written)) throw new Error(`the kernel ${kernel} takes "${written}"; kernels are given memory of the device and local memory.`);
  const isLocal = /\b(?:__local|local)\b/.test(written);
  const [, declared = "", name = ""] = /^([\s\S]*?)(\w+)\s*(?:\[\s*\])?$/.exec(written) ?? [];
  const pointed = declared.split("*");
  const type = (pointed[0] ?? "").replace(qualifiers, " ").trim().replace(/\s+/g, " ");
  if (pointed.length === 2 || written.endsWith("]")) return { name, type, letter: isLocal ? "s" : "m", isConst: /\bconst\b/.test(pointed[0] ?? "") };
  const letter = pointed.length === 1 ? letters[types[type] ?? type] : undefined;
  if (letter === undefined) throw new Error(`the kernel ${kernel} takes "${written}"; kernels take pointers, int, uint, i64, u64, float and double.`);
  return { name, type, letter, isConst: true };
}
