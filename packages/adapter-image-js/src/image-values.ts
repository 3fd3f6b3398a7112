import { NdArray } from "@openhcs/core";
import type * as ImageJs from "image-js";

export type ImageJsModule = typeof ImageJs;

/** A plane as image-js holds it: a mask of bool, an image of 8 or 16 bits; of a copy, for some of its functions write to what they are given. */
export function toImageJs({ Image, Mask }: ImageJsModule, array: NdArray): ImageJs.Image | ImageJs.Mask {
  const [height, width] = array.shape;
  if (array.rank !== 2 || height === undefined || width === undefined) throw new TypeError(`image-js works on planes, and this array has ${array.rank} axes`);
  if (width === 0 || height === 0) throw new TypeError(`image-js has no empty images, and this array has the shape [${array.shape.join(", ")}]`);
  const data = array.copy().data;
  if (array.dtype === "bool") return new Mask(width, height, { data: data as Uint8Array });
  if (array.dtype !== "uint8" && array.dtype !== "uint16") throw new TypeError(`image-js holds bool, uint8 and uint16, not ${array.dtype}`);
  return new Image(width, height, { data: data as Uint8Array | Uint16Array, bitDepth: array.dtype === "uint8" ? 8 : 16, colorModel: "GREY" });
}

/** What a function of image-js gave, as the runtime knows it; a value that is neither image, mask nor regions stays as it is. */
export function fromImageJs({ Image, Mask, RoiMapManager }: ImageJsModule, value: unknown): unknown {
  if (value instanceof Mask) return new NdArray({ data: value.getRawImage().data, shape: [value.height, value.width], dtype: "bool" });
  if (value instanceof RoiMapManager) {
    const { width, height, data } = value.getMap();
    return new NdArray({ data: Uint32Array.from(data, (region) => Math.max(0, region)), shape: [height, width] });
  }
  if (!(value instanceof Image)) return value;
  if (value.channels !== 1) throw new TypeError(`image-js gave an image of ${value.channels} channels, where one is due`);
  const { data, bitDepth } = value.getRawImage();
  return new NdArray({ data: data as Uint8Array | Uint16Array, shape: [value.height, value.width], dtype: bitDepth === 16 ? "uint16" : "uint8" });
}
