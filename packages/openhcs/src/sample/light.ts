/** Extent of an image in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Photons per pixel that reach the camera, in C order. */
export type Light = Float64Array;

export function darkness({ width, height }: Frame, background: number): Light {
  return new Float64Array(width * height).fill(background);
}

interface Glow {
  readonly x: number;
  readonly y: number;
  readonly sigma: number;
  /** Photons at the centre. */
  readonly strength: number;
}

/** Something smaller or less sharp than the optics resolve. */
export function addGlow(light: Light, frame: Frame, { x: cx, y: cy, sigma, strength }: Glow): void {
  around(frame, { x: cx, y: cy }, 4 * sigma, (x, y, at) => {
    light[at] = (light[at] as number) + strength * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * sigma * sigma));
  });
}

/** Visits the pixels of the square around a point, as far as they lie in the frame. */
export function around({ width, height }: Frame, { x, y }: { readonly x: number; readonly y: number }, reach: number, visit: (x: number, y: number, at: number) => void): void {
  const right = Math.min(width - 1, Math.ceil(x + reach));
  const bottom = Math.min(height - 1, Math.ceil(y + reach));
  for (let row = Math.max(0, Math.floor(y - reach)); row <= bottom; row++) {
    for (let column = Math.max(0, Math.floor(x - reach)); column <= right; column++) visit(column, row, row * width + column);
  }
}
