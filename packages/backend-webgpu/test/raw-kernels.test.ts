import { webgpu } from "@openhcs/backend-webgpu";
import { expect, test } from "vitest";

const source = `@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
struct Numbers { most: f32, size: u32 }
@group(0) @binding(2) var<uniform> numbers: Numbers; // two of them
@compute @workgroup_size(64) fn invert(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < numbers.size) { out[id.x] = numbers.most - image[id.x]; }
}`;
const read = (text: string, name?: string) => webgpu().rawKernel?.({ memoryType: "webgpu", source: text, ...(name === undefined ? {} : { name }) });

test("a kernel's variables and the members of its numbers are what it takes", () => {
  expect(read(source)).toMatchObject({
    name: "invert",
    parameters: [
      { name: "image", role: "input", dtypes: ["float32"] },
      { name: "out", role: "output", dtypes: ["float32"] },
      { name: "most", role: "number" },
      { name: "size", role: "integer" },
    ],
  });
});

test.for([
  ["fn helper() {}", /must have a kernel/],
  [source.replace("@workgroup_size(64)", "@workgroup_size(size)"), /must have a @workgroup_size of numbers/],
  [source.replace("@binding(2)", "@binding(3)"), /numbered from 0 without gaps; there is no @binding\(2\)/],
  [source.replace("array<f32>;", "texture_2d<f32>;"), /kernels take storage arrays of f32, i32 and u32/],
  [source.replace("most: f32", "most: vec2f"), /must be an f32, i32 or u32, or a struct of these/],
  [`${source}\n@compute @workgroup_size(1) fn other() {}`, /must be given where the source has several kernels: invert, other/],
] as const)("%s is refused with the reason", ([text, reason]) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringMatching(reason) as string }));
});

test("one of several kernels goes by its name", () => {
  expect(read(`${source}\n@compute @workgroup_size(1) fn other() {}`, "other")?.name).toBe("other");
});
