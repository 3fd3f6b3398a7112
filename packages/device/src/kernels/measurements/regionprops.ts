import { sizeOf } from "@openhcs/core";
import { regionprops } from "@openhcs/functions";
import { PropertyColumns, regionProperties, type RegionProperty } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { segmentsOf, sortable, sortedDtypes } from "../labels/segments.js";
import { summedRegions } from "./summed-regions.js";

export const regionpropsKernel = deviceKernel(regionprops, {
  cost: { latencyUs: 600, gbPerSec: 1 },
  dtypes: sortedDtypes,
  accumulates: "float64",
  needsFp64: () => true,
  supports({ labels }, { properties }) {
    const ofPixels = properties.filter((name) => "measurePixels" in regionProperties[name]);
    return ofPixels.length > 0 ? `leaves ${ofPixels.join(", ")} to the reference, which looks at the shape of each object by itself` : sortable(labels);
  },
  async run({ labels, intensity }, { properties }, work) {
    const rank = labels.shape.length as 2 | 3;
    if (sizeOf(labels.shape) === 0) return new PropertyColumns(properties, rank, 0).table();
    const isWeighted = properties.some((name) => (regionProperties[name] as RegionProperty).intensity === true);
    const regions = await summedRegions(await segmentsOf(labels, work), labels.shape, isWeighted ? intensity : undefined, work);
    const columns = new PropertyColumns(properties, rank, regions.length);
    for (const [row, region] of regions.entries()) {
      columns.fill(row, (property) => {
        if ("measurePixels" in property) throw new Error("a property that sums do not tell was asked for");
        return property.measure(region);
      });
    }
    return columns.table();
  },
});
