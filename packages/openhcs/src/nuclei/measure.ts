import type { NdArray, Runtime, Table } from "@openhcs/core";
import type { SiteImage } from "../plate/read-site.js";

const shapes = ["label", "area", "centroid", "eccentricity", "solidity", "axis_major_length", "axis_minor_length"] as const;

/** One row per nucleus: its shape, and its mean intensity in every channel. */
export async function measureNuclei(runtime: Runtime, labels: NdArray, { channels, pixelSize }: SiteImage): Promise<Table> {
  const shape: Table = await runtime.run("regionprops", labels, { properties: shapes });
  const means = await Promise.all(channels.map(async ({ name, array }) => {
    const table: Table = await runtime.run("regionprops", labels, { intensity: array, properties: ["intensity_mean"] });
    return [`mean_${name}`, table["intensity_mean"] as Float64Array] as const;
  }));
  const pixelArea = (pixelSize.x?.value ?? NaN) * (pixelSize.y?.value ?? NaN);
  const area = shape["area"] as Float64Array;
  return {
    label: shape["label"] as Float64Array,
    area_px: area,
    ...(Number.isNaN(pixelArea) ? {} : { area_um2: area.map((pixels) => pixels * pixelArea) }),
    x: shape["centroid-1"] as Float64Array,
    y: shape["centroid-0"] as Float64Array,
    major_axis_px: shape["axis_major_length"] as Float64Array,
    minor_axis_px: shape["axis_minor_length"] as Float64Array,
    eccentricity: shape["eccentricity"] as Float64Array,
    solidity: shape["solidity"] as Float64Array,
    ...Object.fromEntries(means),
  };
}
