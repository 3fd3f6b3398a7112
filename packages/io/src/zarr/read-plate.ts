import { quote } from "../quote.js";
import { checkVersion } from "./multiscales.js";
import { readNode, requireNode, type ZarrNode } from "./node.js";
import { isObject, ZarrFolder } from "./zarr-folder.js";

/** A multiwell plate in OME-Zarr; `readImage` reads a field under the plate's path joined with the field's. */
export interface Plate {
  readonly name?: string;
  /** Names of all rows and columns, whether they have wells or not. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly wells: readonly Well[];
}

export interface Well {
  readonly row: string;
  readonly column: string;
  /** Below the plate. */
  readonly path: string;
  readonly fields: readonly WellField[];
}

/** A field of view. */
export interface WellField {
  /** Below the plate, or below the well where that was asked for. */
  readonly path: string;
  /** Which of several acquisitions it belongs to. */
  readonly acquisition?: number;
}

/**
 * Rows, columns, wells and fields of an OME-Zarr plate; undefined where the folder is no plate.
 * @throws ImageFileError, CorruptImageError, UnsupportedImageError
 */
export async function readPlate(path: string): Promise<Plate | undefined> {
  const node = await readNode(await ZarrFolder.open(path));
  return node === undefined || !isPlate(node) ? undefined : plateOf(node);
}

/**
 * The fields of the folder of a well, by paths below it; undefined where the folder is no well.
 * @throws ImageFileError, CorruptImageError
 */
export async function readWell(path: string): Promise<readonly WellField[] | undefined> {
  const node = await readNode(await ZarrFolder.open(path));
  return node === undefined || !isWell(node) ? undefined : imagesOf(node);
}

export function isPlate({ kind, ome }: ZarrNode): boolean {
  return kind === "group" && isObject(ome.plate);
}

export function isWell({ kind, ome }: ZarrNode): boolean {
  return kind === "group" && isObject(ome.well);
}

/** Paths of the fields of a well, below it. */
export function wellPositions(node: ZarrNode): string[] {
  return imagesOf(node).map(({ path }) => path);
}

/** Paths of all fields, well by well. */
export async function platePositions(node: ZarrNode): Promise<string[]> {
  return (await plateOf(node)).wells.flatMap(({ fields }) => fields.map(({ path }) => path));
}

async function plateOf({ folder, zarrFormat, ome }: ZarrNode): Promise<Plate> {
  const plate = ome.plate as Readonly<Record<string, unknown>>;
  checkVersion(folder, zarrFormat === 3 ? ome.version : plate.version);
  const [rows, columns] = [names(folder, plate.rows, "rows"), names(folder, plate.columns, "columns")];
  if (!Array.isArray(plate.wells) || !plate.wells.every(isObject)) throw folder.corrupt("the wells of a plate must be a list of objects.");
  const wells: Well[] = [];
  const seen = new Set<unknown>();
  for (const { path, rowIndex, columnIndex } of plate.wells) {
    const [row, column, ...more] = String(path).split("/") as [string, string?, ...string[]];
    if (!rows.includes(row) || column === undefined || !columns.includes(column) || more.length > 0) throw folder.corrupt(`the path of a well must be a row and a column of the plate, is ${quote(String(path))}.`);
    if ((rowIndex ?? rows.indexOf(row)) !== rows.indexOf(row) || (columnIndex ?? columns.indexOf(column)) !== columns.indexOf(column)) throw folder.corrupt(`well ${quote(String(path))} does not lie in the row and the column that it is said to.`);
    if (seen.has(path)) throw folder.corrupt(`well ${quote(String(path))} is listed twice.`);
    seen.add(path);
    wells.push({ row, column, path: path as string, fields: await fieldsOf(folder, path as string) });
  }
  return { rows, columns, wells, ...(typeof plate.name === "string" && { name: plate.name }) };
}

function names(folder: ZarrFolder, listed: unknown, what: string): string[] {
  if (!Array.isArray(listed)) throw folder.corrupt(`the ${what} of a plate must be a list.`);
  const found = listed.map((each: unknown) => {
    const name = isObject(each) ? each.name : undefined;
    if (typeof name !== "string" || name.includes("/")) throw folder.corrupt(`each of the ${what} of a plate must have a name.`);
    folder.below(name, `the name of one of the ${what}`);
    return name;
  });
  if (new Set(found).size !== found.length) throw folder.corrupt(`the ${what} of a plate must have different names.`);
  return found;
}

async function fieldsOf(plate: ZarrFolder, path: string): Promise<WellField[]> {
  const well = await requireNode(plate, path, "group", "a well");
  return imagesOf(well).map((field) => ({ ...field, path: `${path}/${field.path}` }));
}

/** The images of a well, by paths below it. */
function imagesOf({ folder, ome }: ZarrNode): WellField[] {
  const images = isObject(ome.well) ? ome.well.images : undefined;
  if (!Array.isArray(images) || !images.every(isObject)) throw folder.corrupt("a well must have a list of images.");
  return images.map(({ path, acquisition }) => {
    folder.below(path, "the path of a field");
    return { path: path as string, ...(typeof acquisition === "number" && { acquisition }) };
  });
}
