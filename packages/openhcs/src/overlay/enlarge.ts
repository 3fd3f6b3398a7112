import { NdArray } from "@openhcs/core";

/** Whole-number factor that brings a picture to about 1200 pixels, so that outlines one pixel wide stay fine. */
export function enlargement([height = 1, width = 1]: readonly number[]): number {
  return Math.min(4, Math.max(1, Math.round(1200 / Math.max(height, width))));
}

/** [Y, X] labels with every pixel repeated. */
export function repeatPixels(labels: NdArray, factor: number): NdArray {
  const [height = 0, width = 0] = labels.shape;
  const enlarged = labels.expandDims(2).expandDims(1).broadcastTo([height, factor, width, factor]);
  return enlarged.copy().reshape([height * factor, width * factor]);
}

/** [Y, X] float32 with pixels in between interpolated linearly. */
export function interpolatePixels(light: NdArray, factor: number): NdArray {
  if (factor === 1) return light;
  const [height = 0, width = 0] = light.shape;
  const source = light.packed().data as Float32Array;
  const result = NdArray.zeros([height * factor, width * factor], "float32");
  const target = result.data as Float32Array;
  const columns = samples(width, factor);
  const rows = samples(height, factor);
  let at = 0;
  for (const [top, bottom, downwards] of rows) {
    for (const [left, right, sideways] of columns) {
      const upper = mix(source[top * width + left] as number, source[top * width + right] as number, sideways);
      const lower = mix(source[bottom * width + left] as number, source[bottom * width + right] as number, sideways);
      target[at++] = mix(upper, lower, downwards);
    }
  }
  return result;
}

/** For each new sample its two old neighbours and how far it is from the first. */
function samples(extent: number, factor: number): (readonly [first: number, second: number, weight: number])[] {
  return Array.from({ length: extent * factor }, (_, at) => {
    const position = Math.min(extent - 1, Math.max(0, (at + 0.5) / factor - 0.5));
    const first = Math.floor(position);
    return [first, Math.min(extent - 1, first + 1), position - first] as const;
  });
}

function mix(a: number, b: number, weight: number): number {
  return a + (b - a) * weight;
}
