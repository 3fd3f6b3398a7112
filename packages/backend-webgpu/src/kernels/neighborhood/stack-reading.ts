import type { Value } from "../../wgsl/element.js";

/** Numbers of a shader with {@link stackReading}. */
export const stackNumbers = { depth: "i32", height: "i32", width: "i32", mode: "i32" } as const satisfies Readonly<Record<string, Value>>;

/** Where neighbours of a pixel lie in an image whose last three axes are z, y and x; -1 beyond the border where nothing is read. */
export const stackReading = `
struct Pixel { stack: i32, place: vec3i }
fn pixel_at(i: u32) -> Pixel {
  let line = i32(i) / n.width;
  let plane = line / n.height;
  return Pixel(plane / n.depth, vec3i(plane % n.depth, line % n.height, i32(i) % n.width));
}
fn neighbour(pixel: Pixel, distance: vec3i) -> i32 {
  let to = pixel.place + distance;
  let z = boundary_index(n.mode, to.x, n.depth);
  let y = boundary_index(n.mode, to.y, n.height);
  let x = boundary_index(n.mode, to.z, n.width);
  if (z < 0 || y < 0 || x < 0) { return -1; }
  return ((pixel.stack * n.depth + z) * n.height + y) * n.width + x;
}`;
