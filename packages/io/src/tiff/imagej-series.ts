import { lengthIn } from "../length-unit.js";
import { pixelSize } from "../pixel-size.js";
import { contiguousPages, squeezed, type PageSource, type SeriesReader } from "./series.js";
import { tag } from "./tags.js";

/** Leading axes by the order in which ImageJ says that it stores channels (c), slices (z) and frames (t), fastest first. */
const axesOfOrder: Readonly<Record<string, string>> = { czt: "TZC", ctz: "ZTC", zct: "TCZ", ztc: "CTZ", tcz: "ZCT", tzc: "CZT" };

/** Stacks and hyperstacks of ImageJ, whose description is lines of `key=value`. */
export const imagejSeries: SeriesReader = (source) => {
  if (!source.description.startsWith("ImageJ=")) return undefined;
  const fields = new Map(source.description.split(/\r?\n/).map((line) => line.split("=", 2) as [string, string]));
  const first = source.page(0);
  const declared = { T: count(fields, "frames"), Z: count(fields, "slices"), C: count(fields, "channels") };
  // Bio-Formats counts the samples of a colour image as channels.
  const C = first.samples > 1 && declared.C === first.samples ? 1 : declared.C;
  const axes = axesOfOrder[fields.get("order")?.toLowerCase() ?? "czt"] ?? "TZC";
  const shape = [...axes].map((axis) => (axis === "C" ? C : declared[axis as "T" | "Z"]));
  const planes = shape.reduce((product, extent) => product * extent, 1);
  const isVirtual = source.directories.length === 1;
  const images = isVirtual ? Math.max(planes, count(fields, "images")) : source.directories.length;
  const together = isVirtual ? contiguousPages(first, images) : undefined;
  const pages = together === undefined ? source.directories.map((_, i) => source.page(i)) : [together];
  const found = together === undefined ? pages.length : images;
  const rest = found / planes;
  const named = Number.isInteger(rest) ? squeezed([rest, ...shape], `I${axes}`, first) : squeezed([found], "I", first);
  return [{ pages, ...named, pixelSize: imagejPixelSize(source, fields) }];
};

function count(fields: ReadonlyMap<string, string>, name: string): number {
  const value = Number(fields.get(name) ?? 1);
  return Number.isSafeInteger(value) && value > 0 ? value : 1;
}

/** ImageJ puts pixels per unit into the resolution tags and the unit's name into the description. */
function imagejPixelSize({ directories }: PageSource, fields: ReadonlyMap<string, string>): ReturnType<typeof pixelSize> {
  const unit = fields.get("unit");
  const first = directories[0];
  if (unit === undefined || first === undefined) return {};
  return pixelSize({
    x: lengthIn(1 / (first.rational(tag.xResolution) ?? 0), unit),
    y: lengthIn(1 / (first.rational(tag.yResolution) ?? 0), unit),
    z: lengthIn(Math.abs(Number(fields.get("spacing") ?? 0)), fields.get("zunit") ?? unit),
  });
}
