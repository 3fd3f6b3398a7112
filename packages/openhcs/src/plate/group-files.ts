import { basename, dirname, extname } from "node:path";
import { namingSchemes, type Coordinates, type NamingScheme } from "./naming-scheme.js";
import { present } from "./present.js";
import { zarrField } from "./zarr-field.js";

/** A file of a site; without a channel it holds all of them. */
export interface SiteFile {
  readonly path: string;
  readonly channel?: string;
  readonly plane?: string;
}

/** One field of view: the images that were taken of it, in one or several files. */
export interface Site {
  /** Unique, and fit for file names: `B03_s1`, or the name of the only file. */
  readonly id: string;
  readonly well?: string;
  readonly site?: string;
  /** Folder of the files. */
  readonly folder: string;
  readonly files: readonly SiteFile[];
  /** The scheme by which the files were recognised. */
  readonly scheme?: NamingScheme;
}

interface Group {
  readonly folder: string;
  readonly stem: string;
  readonly coordinates: Coordinates;
  readonly scheme?: NamingScheme;
  readonly files: SiteFile[];
}

const naturalOrder = new Intl.Collator("en", { numeric: true });

/**
 * Brings the files of each field of view together by their names, in the order of wells and sites.
 *
 * Files of different folders, plates or schemes never meet; a file that no scheme recognises is a site of its own, as is a field of an
 * OME-Zarr plate, whose path says where it stands.
 */
export function groupFiles(paths: readonly string[], schemes: readonly NamingScheme[] = namingSchemes): readonly Site[] {
  const groups = new Map<string, Group>();
  for (const path of [...paths].sort(naturalOrder.compare)) {
    const stem = basename(path, extname(path));
    const { scheme, coordinates } = recognise(path, stem, schemes);
    const { plate, well, site, channel, plane } = coordinates;
    const key = JSON.stringify([dirname(path), scheme === undefined ? path : [scheme.name, plate, well, site]]);
    const group = groups.get(key) ?? { folder: dirname(path), stem, coordinates, ...present({ scheme }), files: [] };
    group.files.push({ path, ...present({ channel, plane }) });
    groups.set(key, group);
  }
  const sites = named([...groups.values()]);
  return sites.sort((a, b) => naturalOrder.compare(a.id, b.id));
}

function recognise(path: string, stem: string, schemes: readonly NamingScheme[]): { readonly scheme?: NamingScheme; readonly coordinates: Coordinates } {
  const field = zarrField(path);
  if (field !== undefined) return { coordinates: field };
  for (const scheme of schemes) {
    const coordinates = scheme.parse(stem);
    if (coordinates !== undefined) return { scheme, coordinates };
  }
  return { coordinates: {} };
}

/** The shortest names that tell the groups apart: well and site, with the plate before, with the folder before that, numbered. */
function named(groups: readonly Group[]): Site[] {
  const place = ({ coordinates: { well, site }, stem }: Group) => (well === undefined ? stem : site === undefined ? well : `${well}_s${site}`);
  const spellings = [
    place,
    (group: Group) => [group.coordinates.plate, place(group)].filter((part) => part !== undefined).join("_"),
    (group: Group) => [basename(group.folder), group.coordinates.plate, place(group)].filter((part) => part !== undefined).join("_"),
  ];
  const spell = spellings.find((candidate) => new Set(groups.map(candidate)).size === groups.length);
  return groups.map((group, index) => {
    const { coordinates: { well, site }, scheme, files, folder } = group;
    const id = spell?.(group) ?? `${place(group)}-${index + 1}`;
    return { id, folder, ...present({ well, site, scheme }), files };
  });
}
