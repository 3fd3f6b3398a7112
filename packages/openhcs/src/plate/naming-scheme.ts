import { present } from "./present.js";

/** Where an image stands on its plate, as far as its file name says. */
export interface Coordinates {
  readonly plate?: string;
  readonly well?: string;
  /** Field of view within the well. */
  readonly site?: string;
  /** Absent where one file holds several channels. */
  readonly channel?: string;
  /** Focal plane; the planes of a site are projected. */
  readonly plane?: string;
}

/** How one microscope or program names its files. */
export interface NamingScheme {
  readonly name: string;
  /** A file name without extension that it recognises. */
  readonly example: string;
  /** The channel that holds the nuclei by this scheme's custom. */
  readonly nuclei?: string;
  parse(stem: string): Coordinates | undefined;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** A scheme as a regular expression whose groups are named like the coordinates. */
function scheme({ pattern, wellOf = wellInGroups, ...rest }: Omit<NamingScheme, "parse"> & { pattern: RegExp; wellOf?: (groups: Groups) => string | undefined }): NamingScheme {
  return Object.freeze({
    ...rest,
    parse(stem: string) {
      const groups = pattern.exec(stem)?.groups as Groups | undefined;
      if (groups === undefined) return undefined;
      const { plate, site, channel, plane } = groups;
      return present({ plate, well: wellOf(groups), site, channel, plane });
    },
  });
}

function wellInGroups({ row, column }: Groups): string | undefined {
  return row === undefined || column === undefined ? undefined : row.toUpperCase() + column.padStart(2, "0");
}

/** Rows counted from 1: 2, 3 is B03. */
function wellByNumbers({ row, column }: Groups): string {
  return String.fromCharCode("A".charCodeAt(0) + Number(row) - 1) + String(Number(column)).padStart(2, "0");
}

/** The schemes that are tried, in order; a host passes a longer list to `groupFiles`. */
export const namingSchemes: readonly NamingScheme[] = Object.freeze([
  scheme({
    name: "CellProfiler SBS",
    example: "Channel2-01-A-01",
    nuclei: "Channel2",
    pattern: /^(?<channel>Channel\d+)-\d+-(?<row>[A-P])-(?<column>\d{2})$/i,
  }),
  scheme({
    name: "Cellomics",
    example: "AS_09125_050116030001_D03f00d0",
    nuclei: "d0",
    pattern: /^(?<plate>.+)_(?<row>[A-P])(?<column>\d{2})f(?<site>\d{2})(?<channel>d\d)$/i,
  }),
  scheme({
    name: "Yokogawa",
    example: "plate_B03_T0001F001L01A01Z01C01",
    nuclei: "C01",
    pattern: /^(?<plate>.+)_(?<row>[A-P])(?<column>\d{2})_T\d+F(?<site>\d+)L\d+A\d+Z(?<plane>\d+)(?<channel>C\d+)$/i,
  }),
  scheme({
    name: "Harmony",
    example: "r02c03f01p01-ch1sk1fk1fl1",
    pattern: /^r(?<row>\d{2})c(?<column>\d{2})f(?<site>\d+)p(?<plane>\d+)-(?<channel>ch\d+)/i,
    wellOf: wellByNumbers,
  }),
  scheme({
    name: "MetaXpress",
    example: "plate_B03_s1_w1",
    nuclei: "w1",
    pattern: /^(?<plate>.+)_(?<row>[A-P])(?<column>\d{1,2})_s(?<site>\d+)(?:_(?<channel>[A-Za-z][A-Za-z0-9]*)|_.*)?$/,
  }),
]);
