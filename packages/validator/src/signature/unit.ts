const units = new Set([
  "px", "pixel", "pixels", "voxel", "voxels", "µm", "μm", "um", "micron", "microns", "nm", "mm", "cm", "m", "%", "percent", "ms", "s", "second", "seconds",
  "minute", "minutes", "h", "hour", "hours", "°", "deg", "degree", "degrees", "rad", "radian", "radians", "hz", "khz", "mhz", "db", "°c", "photons", "counts",
  "electrons", "bit", "bits", "plane", "planes", "slice", "slices", "frame", "frames", "iterations", "px²", "pixels²", "µm²", "µm³",
]);

/** Whether a word is a unit wherever a unit may stand. */
export function isUnit(word: string): boolean {
  return word === "K" || (word !== "k" && units.has(word.toLowerCase()));
}

/** Whether a word behind a number, or behind "in", is a unit: there `min` is no minimum. */
export function isUnitOfNumber(word: string): boolean {
  return word === "min" || isUnit(word);
}

/** The unit at the end of prose: `width in pixels`, `width (px)`, but not `slice(s)`. */
export function unitAtEnd(prose: string): string | undefined {
  const found = /(?:^|\s)(?:in (?<named>[^\s()[\],]{1,12})|[([](?:in )?(?<bracketed>[^\s()[\],]{1,12})[)\]])\.?$/.exec(prose.slice(-40))?.groups;
  const { named, bracketed } = found ?? {};
  if (named !== undefined) return isUnitOfNumber(named) ? named : undefined;
  return bracketed !== undefined && isUnit(bracketed) ? bracketed : undefined;
}
