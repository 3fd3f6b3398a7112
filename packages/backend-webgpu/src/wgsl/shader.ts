import type { Dtype } from "@openhcs/core";
import { Recent } from "@openhcs/device/portable";
import { elementsPerWord, loadDefinition, storeDefinition, type Value } from "./element.js";
import { libraryFor } from "./prelude.js";

/** What a kernel says of its shader. */
export interface ShaderBody {
  /** What errors call it. */
  readonly name: string;
  /** Arrays that it reads, by what it calls their elements: `load_IN(i)`. */
  readonly reads: Readonly<Record<string, Dtype>>;
  /** Arrays that it writes; `OUT` is the one that {@link gather} writes. */
  readonly writes: Readonly<Record<string, Dtype>>;
  /** An array of atomic `u32` behind those. */
  readonly counts?: string;
  /** Numbers of a launch, as members of `n`. */
  readonly numbers?: Readonly<Record<string, Value>>;
  /** Declarations: functions, constants. */
  readonly code: string;
  readonly groupSize?: number;
}

/** A whole shader, with what a launch must know of it. */
export interface Shader {
  readonly name: string;
  readonly text: string;
  readonly entry: string;
  readonly groupSize: number;
  /** Lines before the kernel's own first one. */
  readonly linesBefore: number;
  /** What each array is bound as, and the numbers at the end. */
  readonly bindings: readonly GPUBufferBindingType[];
  readonly hasNumbers: boolean;
  /** Numbers of a launch as they lie in memory. */
  pack(numbers: Readonly<Record<string, number>>): ArrayBuffer;
}

const composed = new Recent<Shader>(2000);

/** Items that work together where a shader does not say. */
const usualGroup = 64;

/**
 * A shader around `fn element_of(i: u32) -> OUT_v`, the element of the output at each place. Every item makes the elements of one word, so that
 * no two write to the same; `n.size` is the number of all.
 */
export function gather(body: Omit<ShaderBody, "writes"> & { readonly out: Dtype }): Shader {
  const perWord = elementsPerWord(body.out);
  const code = `${body.code}
fn item(word: u32) {
${perWord === 1 ? "  if (word < n.size) { OUT[word] = bits_OUT(element_of(word)); }" : `  let first = word * ${perWord}u;
  if (first >= n.size) { return; }
  let last = min(first + ${perWord}u, n.size);
  var bits = 0u;
  for (var i = first; i < last; i++) { bits |= bits_OUT(element_of(i)) << ((i - first) * ${32 / perWord}u); }
  OUT[word] = bits;`}
}`;
  return byItem({ ...body, writes: { OUT: body.out }, numbers: { ...body.numbers, size: "u32" }, code });
}

/** A shader around `fn item(i: u32)`, called for every item, and some more: groups are whole. */
export function byItem(body: ShaderBody): Shader {
  const size = body.groupSize ?? usualGroup;
  return compose({ ...body, groupSize: size, code: `${body.code}
@compute @workgroup_size(${size}) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  item(id.x + id.y * groups.x * ${size}u);
}` });
}

/** A shader around `fn group(at: u32, own: u32)`, called by every item of a group with the number of the group and its own. */
export function byGroup(body: ShaderBody & { readonly groupSize: number }): Shader {
  return compose({ ...body, code: `${body.code}
@compute @workgroup_size(${body.groupSize}) fn main(@builtin(local_invocation_index) own: u32, @builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  group(id.x + id.y * groups.x, own);
}` });
}

function compose(body: ShaderBody): Shader {
  const { reads, writes, numbers = {} } = body;
  return composed.get(JSON.stringify([reads, writes, body.counts, numbers, body.code]), () => written(body));
}

function written({ name, reads, writes, counts, numbers = {}, code, groupSize = usualGroup }: ShaderBody): Shader {
  const arrays = [
    ...Object.keys(reads).map((array) => [array, "read", "u32"] as const),
    ...Object.keys(writes).map((array) => [array, "read_write", "u32"] as const),
    ...(counts === undefined ? [] : [[counts, "read_write", "atomic<u32>"] as const]),
  ];
  const fields = Object.entries(numbers);
  const declarations = [
    ...arrays.map(([array, access, element], binding) => `@group(0) @binding(${binding}) var<storage, ${access}> ${array}: array<${element}>;`),
    ...(fields.length === 0 ? [] : [`struct Numbers { ${fields.map(([field, type]) => `${field}: ${type}`).join(", ")} }`, `@group(0) @binding(${arrays.length}) var<uniform> n: Numbers;`]),
    ...Object.entries(reads).map(([array, dtype]) => loadDefinition(array, dtype)),
    ...Object.entries(writes).map(([array, dtype]) => storeDefinition(array, dtype)),
  ].join("\n");
  const before = `${declarations}\n${libraryFor(`${declarations}\n${code}`)}`;
  return {
    name,
    text: `${before}\n${code}`,
    entry: "main",
    groupSize,
    linesBefore: before.split("\n").length,
    bindings: [...arrays.map(([, access]) => (access === "read" ? "read-only-storage" as const : "storage" as const)), ...(fields.length === 0 ? [] : ["uniform" as const])],
    hasNumbers: fields.length > 0,
    pack: (values) => packed(fields, values),
  };
}

/** Numbers of a launch by their names, as a struct of them lies in memory. */
export function packed(fields: readonly (readonly [string, Value])[], values: Readonly<Record<string, number>>): ArrayBuffer {
  const bytes = new DataView(new ArrayBuffer(Math.max(16, fields.length * 4)));
  fields.forEach(([field, type], at) => {
    const value = values[field];
    if (value === undefined) throw new TypeError(`the shader's number ${field} is missing`);
    if (type === "f32") bytes.setFloat32(at * 4, value, true);
    else if (type === "i32") bytes.setInt32(at * 4, value, true);
    else bytes.setUint32(at * 4, value, true);
  });
  return bytes.buffer;
}
