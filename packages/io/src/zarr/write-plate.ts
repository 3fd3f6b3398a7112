import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { isNdArray, type NdArray } from "@openhcs/core";
import { writeFolderAtomically } from "../atomic-folder.js";
import { checkAxes } from "../check-axes.js";
import { ImageRequestError } from "../image-errors.js";
import type { WriteOptions, WriteTarget } from "../image-format.js";
import type { WritableImage } from "../image.js";
import { quote } from "../quote.js";
import { checkWriteOptions } from "../write-options.js";
import { defaultVersion, versioned, writeGroup } from "./write-json.js";
import { zarrFormat } from "./zarr-format.js";

/** A field of view to be written; the fields of a well are numbered in the order in which they come. */
export interface PlateField {
  readonly row: string;
  readonly column: string;
  readonly image: NdArray | WritableImage;
}

export interface WritePlateOptions extends WriteOptions {
  /** Default: that of the folder. */
  readonly name?: string;
  /** All rows and columns in their order, those without wells included. Default: those of the fields. */
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
}

const naturalOrder = new Intl.Collator("en", { numeric: true });

/**
 * Writes an OME-Zarr plate, one field at a time as they come.
 *
 * The folder appears whole or not at all; an OME-Zarr that stood there is replaced.
 * @throws ImageRequestError, UnsupportedImageError, ImageFileError
 */
export async function writePlate(path: string, fields: Iterable<PlateField> | AsyncIterable<PlateField>, options: WritePlateOptions = {}): Promise<void> {
  const { name = basename(path).replace(/(\.ome)?\.zarr$/i, ""), rows, columns, ...choices } = options;
  checkWriteOptions(path, zarrFormat, choices);
  checkNames(path, "rows", rows);
  checkNames(path, "columns", columns);
  const target: WriteTarget = { compression: "deflate", ...choices, file: path };
  await writeFolderAtomically(path, async (folder) => {
    const counts = await writeFields(folder, fields, target, { ...(rows && { rows }), ...(columns && { columns }) });
    await writePlateGroups(folder, name, counts, target, rows, columns);
  }, zarrFormat.matchesFolder);
}

/** Writes the images and gives how many each well has. */
async function writeFields(folder: string, fields: Iterable<PlateField> | AsyncIterable<PlateField>, target: WriteTarget, { rows, columns }: Pick<WritePlateOptions, "rows" | "columns">): Promise<Map<string, number>> {
  const { writeZarr } = await import("./write-zarr.js");
  const counts = new Map<string, number>();
  for await (const { row, column, image } of fields) {
    for (const each of [row, column]) checkName(target.file, each);
    if (rows?.includes(row) === false || columns?.includes(column) === false) throw new ImageRequestError(target.file, `well ${row}/${column} lies outside of the rows and columns that the plate is said to have.`);
    const writable: WritableImage = isNdArray(image) ? { array: image } : image;
    checkAxes(target.file, writable);
    const well = `${row}/${column}`;
    const count = counts.get(well) ?? 0;
    const fieldFolder = join(folder, row, column, String(count));
    await mkdir(fieldFolder, { recursive: true });
    await writeZarr(fieldFolder, writable, target);
    counts.set(well, count + 1);
  }
  if (counts.size === 0) throw new ImageRequestError(target.file, "a plate needs at least one field.");
  return counts;
}

async function writePlateGroups(folder: string, name: string, counts: ReadonlyMap<string, number>, { ngffVersion = defaultVersion }: WriteTarget, rows?: readonly string[], columns?: readonly string[]): Promise<void> {
  const places = [...counts.keys()].map((well) => well.split("/") as [string, string]);
  const rowNames = rows ?? unique(places.map(([row]) => row));
  const columnNames = columns ?? unique(places.map(([, column]) => column));
  const wells = places
    .map(([row, column]) => ({ path: `${row}/${column}`, rowIndex: rowNames.indexOf(row), columnIndex: columnNames.indexOf(column) }))
    .sort((a, b) => a.rowIndex - b.rowIndex || a.columnIndex - b.columnIndex);
  for (const row of new Set(places.map(([first]) => first))) await writeGroup(join(folder, row), ngffVersion, undefined);
  for (const [well, count] of counts) {
    await writeGroup(join(folder, well), ngffVersion, { well: versioned({ images: Array.from({ length: count }, (_, field) => ({ path: String(field) })) }, ngffVersion) });
  }
  const named = (names: readonly string[]) => names.map((each) => ({ name: each }));
  const plate = { name, field_count: Math.max(...counts.values()), rows: named(rowNames), columns: named(columnNames), wells };
  await writeGroup(folder, ngffVersion, { plate: versioned(plate, ngffVersion) });
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort(naturalOrder.compare);
}

function checkNames(file: string, what: string, listed: readonly string[] = []): void {
  for (const name of listed) checkName(file, name);
  const twice = listed.find((name, i) => listed.indexOf(name) !== i);
  if (twice !== undefined) throw new ImageRequestError(file, `"${what}" must have different names, received ${quote(twice)} twice.`);
}

function checkName(file: string, name: string): void {
  if (!/^[A-Za-z0-9]{1,64}$/.test(name)) throw new ImageRequestError(file, `rows and columns must be named by letters and digits, received ${quote(name)}.`);
}
