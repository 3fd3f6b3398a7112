import { join } from "node:path";
import { NdArray } from "@openhcs/core";
import { writeImage } from "@openhcs/io";

const height = 112;
const gap = 8;

/** Writes all arrays before and the result after side by side; nothing where there is no picture of the result. */
export async function drawPair(folder, { name, before, after }) {
  if (after === undefined) return;
  const panels = [...before, after].map(panel);
  const width = panels.reduce((sum, { shape }) => sum + shape[1], gap * (panels.length - 1));
  const picture = NdArray.full([height, width, 3], 255, "uint8");
  let left = 0;
  for (const each of panels) {
    paste(picture, each, left);
    left += each.shape[1] + gap;
  }
  await writeImage(join(folder, `${name}.png`), isGrey(picture) ? { array: picture.slice([0, height], [0, width], 0), axes: "YX" } : { array: picture, axes: "YXS" });
}

/** The middle plane in colours, brought to the height of the pictures by repeating or leaving out pixels. */
function panel(array) {
  const plane = middlePlane(array);
  const [rows, columns] = plane.shape;
  const width = Math.max(1, Math.round((height * columns) / rows));
  const colours = NdArray.zeros([height, width, 3], "uint8");
  const paint = painter(plane);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) colours.data.set(paint(plane.get(Math.floor((y * rows) / height), Math.floor((x * columns) / width))), (y * width + x) * 3);
  }
  return colours;
}

function middlePlane(array) {
  return array.rank === 2 ? array : middlePlane(array.slice(array.shape[0] >> 1));
}

/** Labels in colours of their own; all else in grey, from the 1st to the 99.8th percentile, so that neither noise nor one hot pixel decides; what is constant in the middle. */
function painter(plane) {
  if (plane.dtype === "bool") return (value) => new Array(3).fill(value === 0 ? 0 : 255);
  if (plane.dtype === "uint32") return (label) => (label === 0 ? [0, 0, 0] : hue(Number(label) * 0.618034));
  const values = Float64Array.from(plane.packed().data, Number).filter(Number.isFinite).sort();
  const low = values[Math.floor(values.length * 0.01)] ?? 0;
  const high = values[Math.ceil((values.length - 1) * 0.998)] ?? 1;
  if (high === low) return () => [127, 127, 127];
  return (value) => new Array(3).fill(Math.round(255 * Math.min(1, Math.max(0, (Number(value) - low) / (high - low)))));
}

function isGrey({ data }) {
  return data.every((value, at) => value === data[at - (at % 3)]);
}

function hue(turns) {
  return [0, 1 / 3, 2 / 3].map((shift) => Math.round(90 + 165 * (0.5 + 0.5 * Math.cos(2 * Math.PI * (turns + shift)))));
}

function paste(picture, { data, shape: [rows, columns] }, left) {
  for (let y = 0; y < rows; y++) picture.data.set(data.subarray(y * columns * 3, (y + 1) * columns * 3), (y * picture.shape[1] + left) * 3);
}
