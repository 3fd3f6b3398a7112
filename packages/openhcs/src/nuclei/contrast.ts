import { readNumbers, type NdArray } from "@openhcs/core";

/** Otsu's threshold parts noise too; objects that stand out by less than this many deviations of the noise are none. */
export const leastContrast = 3;

/** How far labelled pixels lie above the others on average, in standard deviations of the image's noise; 0 where one of both is missing. */
export function contrastOf(image: NdArray, labels: NdArray): number {
  const values = readNumbers(image);
  const marks = labels.packed().data;
  let [inside, all, count] = [0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    const value = Number(values[at]);
    all += value;
    if (marks[at] === 0) continue;
    inside += value;
    count++;
  }
  if (count === 0 || count === values.length) return 0;
  const difference = inside / count - (all - inside) / (values.length - count);
  return difference / Math.max(noiseOf(values, image.shape), Number.MIN_VALUE);
}

/** Standard deviation of the noise: Immerkær 1996, Computer Vision and Image Understanding 64, whose mask no edge or slope excites. */
function noiseOf(values: ArrayLike<number | bigint>, [height = 0, width = 0]: readonly number[]): number {
  if (height < 3 || width < 3) return 0;
  const value = (y: number, x: number) => Number(values[y * width + x]);
  let sum = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const corners = value(y - 1, x - 1) + value(y - 1, x + 1) + value(y + 1, x - 1) + value(y + 1, x + 1);
      const sides = value(y - 1, x) + value(y + 1, x) + value(y, x - 1) + value(y, x + 1);
      sum += Math.abs(corners - 2 * sides + 4 * value(y, x));
    }
  }
  return (Math.sqrt(Math.PI / 2) * sum) / (6 * (width - 2) * (height - 2));
}
