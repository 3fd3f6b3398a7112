import type { Length } from "./image.js";

/** Micrometres in one of each unit, by the words that OME-XML, ImageJ and MetaMorph use. */
const micrometres: Readonly<Record<string, number>> = {
  "µm": 1, "μm": 1, um: 1, micron: 1, microns: 1, micrometer: 1, micrometers: 1, "\\u00b5m": 1,
  pm: 1e-6, "Å": 1e-4, "å": 1e-4, angstrom: 1e-4, nm: 1e-3, nanometer: 1e-3,
  mm: 1e3, millimeter: 1e3, cm: 1e4, centimeter: 1e4, dm: 1e5, m: 1e6, meter: 1e6, km: 1e9, in: 25400, inch: 25400,
};

/** A length in micrometres where its unit is known, else as it stands; undefined unless it is a positive number. */
export function lengthIn(value: number, unit: string): Length | undefined {
  if (!(value > 0 && Number.isFinite(value))) return undefined;
  const factor = micrometres[unit] ?? micrometres[unit.toLowerCase()];
  return factor === undefined ? { value, unit } : { value: value * factor, unit: "µm" };
}

/**
 * The pixel size that a density states, unless it is one of print or screen.
 *
 * Cameras, scanners and drawing programs write 72 to 600 pixels per inch into any picture; a pixel larger than 1/1000 inch is theirs.
 */
export function lengthFromDensity(pixelsPerMetre: number): Length | undefined {
  const length = lengthIn(1e6 / pixelsPerMetre, "µm");
  return length !== undefined && length.value <= 25.4 ? length : undefined;
}
