/** Letters by which the native addons take scalars. */
const letters: Readonly<Record<string, string>> = { int: "i", i32: "i", uint: "u", u32: "u", i64: "l", u64: "l", float: "f", double: "d" };

/** Every kernel of a text of the dialect, `KERNEL name(…)`, with one letter per argument. @throws Error for a type that kernels do not take */
export function signaturesOf(text: string, types: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  const bare = text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
  const kernels = [...bare.matchAll(/\bKERNEL\s+(\w+)\s*\(([^)]*)\)/g)];
  return new Map(kernels.map(([, name = "", list = ""]) => [name, list.split(",").map((argument) => letterOf(argument.trim(), name, types)).join("")]));
}

function letterOf(argument: string, kernel: string, types: Readonly<Record<string, string>>): string {
  if (argument.includes("*")) return "m";
  const type = argument.replace(/\bconst\b/g, "").trim().split(/\s+/)[0] ?? "";
  const letter = letters[types[type] ?? type];
  if (letter === undefined) throw new Error(`the kernel ${kernel} takes "${argument}"; kernels take pointers, int, uint, i64, u64, float and double.`);
  return letter;
}
