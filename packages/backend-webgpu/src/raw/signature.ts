import type { Dtype, RawKernelParameter } from "@openhcs/core";

/** A variable of group 0, as a kernel binds it. */
export type Binding =
  | { readonly kind: "array"; readonly name: string; readonly access: "read" | "read_write"; readonly element: string }
  | { readonly kind: "numbers"; readonly name: string; readonly members: readonly { readonly name: string; readonly type: string }[] };

/** What a text of WGSL says of one of its kernels. */
export interface Signature {
  readonly name: string;
  readonly bindings: readonly Binding[];
  /** Items of a group along x, y and z. */
  readonly group: readonly [number, number, number];
}

const dtypes: Readonly<Record<string, Dtype>> = { f32: "float32", i32: "int32", u32: "uint32" };

/** Every kernel of a text; the variables of group 0 belong to all. @throws Error where it cannot be told what one takes */
export function signaturesOf(source: string): readonly Signature[] {
  const text = source.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
  const bindings = bindingsOf(text);
  return [...text.matchAll(/((?:@\w+(?:\s*\([^)]*\))?\s*)+)fn\s+(\w+)/g)].filter(([, attributes = ""]) => /@compute\b/.test(attributes)).map(([, attributes = "", name = ""]) => {
    const [, sizes = ""] = /@workgroup_size\s*\(([^)]*)\)/.exec(attributes) ?? [];
    const [x = NaN, y = 1, z = 1] = sizes.split(",").filter((size) => size.trim() !== "").map((size) => Number(size.trim().replace(/[iu]$/, "")));
    if (![x, y, z].every((size) => Number.isInteger(size) && size > 0)) throw new Error(`the kernel ${name} must have a @workgroup_size of numbers, as in @workgroup_size(64)`);
    return { name, bindings, group: [x, y, z] };
  });
}

/** What a kernel takes, as the core knows it. */
export function parametersOf({ bindings }: Signature): readonly RawKernelParameter[] {
  return bindings.flatMap((binding): readonly RawKernelParameter[] => {
    if (binding.kind === "numbers") return binding.members.map(({ name, type }) => ({ name, type, role: type === "f32" ? "number" : "integer" }));
    const { name, access, element } = binding;
    return [{ name, type: `array<${element}>`, role: access === "read" ? "input" : "output", dtypes: [dtypes[element] as Dtype] }];
  });
}

function bindingsOf(text: string): readonly Binding[] {
  const found: Binding[] = [];
  for (const [, attributes = "", space = "", name = "", type = ""] of text.matchAll(/((?:@\w+\s*\([^)]*\)\s*)+)var\s*<([^>]*)>\s*(\w+)\s*:\s*([^;]+);/g)) {
    const [group, at] = [/@group\s*\(\s*(\d+)/, /@binding\s*\(\s*(\d+)/].map((attribute) => Number(attribute.exec(attributes)?.[1] ?? NaN)) as [number, number];
    if (group !== 0 || Number.isNaN(at)) throw new Error(`"${name}" must be bound in group 0, as in @group(0) @binding(${found.length})`);
    found[at] = space.trim() === "uniform" ? { kind: "numbers", name, members: membersOf(text, name, type.trim()) } : arrayOf(name, space, type);
  }
  for (let at = 0; at < found.length; at++) if (found[at] === undefined) throw new Error(`bindings must be numbered from 0 without gaps; there is no @binding(${at})`);
  return found;
}

function arrayOf(name: string, space: string, type: string): Binding {
  const [, access = "read"] = /^storage(?:\s*,\s*(\w+))?$/.exec(space.trim()) ?? [];
  const [, element = ""] = /^array\s*<\s*(?:atomic\s*<\s*)?(\w+)[\s>]*$/.exec(type.trim()) ?? [];
  if (!(element in dtypes) || (access !== "read" && access !== "read_write")) {
    throw new Error(`"${name}" is a ${type.trim()} in ${space.trim()}; kernels take storage arrays of f32, i32 and u32, as in var<storage, read> ${name}: array<f32>`);
  }
  return { kind: "array", name, access, element };
}

/** A number by itself, or the members of a struct of numbers. */
function membersOf(text: string, name: string, type: string): readonly { readonly name: string; readonly type: string }[] {
  if (type in dtypes) return [{ name, type }];
  const [, body] = new RegExp(`\\bstruct\\s+${type.replace(/\W/g, "")}\\s*\\{([^}]*)\\}`).exec(text) ?? [];
  const members = (body ?? "").split(",").map((member) => /^\s*(\w+)\s*:\s*(\w+)\s*$/.exec(member)).filter((member) => member !== null).map(([, member = "", of = ""]) => ({ name: member, type: of }));
  const written = (body ?? "").split(",").filter((member) => member.trim() !== "").length;
  if (members.length === 0 || members.length !== written || members.some((member) => !(member.type in dtypes))) {
    throw new Error(`"${name}" must be an f32, i32 or u32, or a struct of these`);
  }
  return members;
}
