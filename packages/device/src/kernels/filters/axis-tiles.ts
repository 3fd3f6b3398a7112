import { bytesPerElement, sizeOf, type Shape } from "@openhcs/core";
import type { ComputeType } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Extent } from "../../session/program.js";

/** How the lines along an axis are cut into tiles that groups hold in local memory. */
export interface AxisTiles {
  readonly kernel: "correlate_columns" | "correlate_rows";
  /** Positions along the axis of one tile. */
  readonly length: number;
  readonly extent: Extent;
  /** Of local memory. */
  readonly bytes: number;
  /** What the kernel is told of where lines lie: how far their elements lie apart, or how many tiles a line has. */
  readonly layout: number;
}

/** The group of lines side by side: a warp of them, and eight positions at a time. */
const [across, along] = [32, 8];
const [columnLength, rowLength, rowGroup] = [32, 1024, 256];
/** What drivers take along the second and third axis of a launch. */
const mostGroups = 65_535;

/** Undefined where local memory is no faster, as on processors, is too small for so many taps, or would stay empty for the most part. */
export function axisTiles(shape: Shape, axis: number, taps: number, compute: ComputeType, { device }: DeviceWork): AxisTiles | undefined {
  const extent = shape[axis] ?? 1;
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  if (device.isProcessor || taps < 3) return undefined;
  const tiles = inner === 1 ? rows(extent, outer, taps) : columns(extent, inner, outer, taps);
  const bytes = (tiles?.elements ?? 0) * bytesPerElement(compute);
  return tiles === undefined || bytes > device.facts.localBytes ? undefined : { ...tiles, bytes };
}

function columns(extent: number, inner: number, outer: number, taps: number) {
  const tiles = Math.ceil(extent / columnLength);
  if (inner < across || outer > mostGroups || tiles > mostGroups) return undefined;
  return {
    kernel: "correlate_columns" as const, length: columnLength, layout: inner, elements: (columnLength + taps - 1) * across,
    extent: { items: [inner, tiles * along, outer], group: [across, along, 1] },
  };
}

function rows(extent: number, outer: number, taps: number) {
  if (extent < rowGroup) return undefined;
  const parts = Math.ceil(extent / rowLength);
  return {
    kernel: "correlate_rows" as const, length: rowLength, layout: parts, elements: rowLength + taps - 1,
    extent: { items: [outer * parts * rowGroup], group: [rowGroup] },
  };
}
