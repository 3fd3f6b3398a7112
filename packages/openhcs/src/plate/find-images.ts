import { readdir, stat } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import { imageFormats, isFolderFormat, readPlate, readWell, type WellField } from "@openhcs/io";
import { NoImagesError } from "./plate-errors.js";

const folderFormats = imageFormats.filter(isFolderFormat);
const folderExtensions = folderFormats.flatMap((format) => format.extensions);
const fileExtensions = imageFormats.filter((format) => !isFolderFormat(format)).flatMap((format) => format.extensions).filter((extension) => extension !== ".npy");

/**
 * The images among files and below folders, each once; files are taken whatever their extension. Every field of an OME-Zarr plate is an
 * image.
 *
 * @param except a folder that is left out, unless it is asked for itself: what an earlier run wrote
 * @throws NoImagesError
 */
export async function findImages(paths: readonly string[], except?: string): Promise<readonly string[]> {
  const found = (await Promise.all(paths.map((path) => imagesAt(path, except)))).flat();
  if (found.length === 0) throw new NoImagesError(paths, [...fileExtensions, ...folderExtensions]);
  return [...new Set(found)];
}

async function imagesAt(path: string, except: string | undefined): Promise<string[]> {
  // What does not exist is left to the reader, which says so.
  const isFolder = await stat(path).then((entry) => entry.isDirectory(), () => false);
  if (!isFolder) return [path];
  if (hasExtension(path, folderExtensions) || (await isImage(path))) return imagesOfZarr(path);
  const isLeftOut = (found: string) => except !== undefined && isBelow(found, except) && !isBelow(path, except);
  return imagesBelow(path, isLeftOut);
}

async function imagesBelow(folder: string, isLeftOut: (path: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (isLeftOut(path)) return [];
    if (entry.isDirectory()) return hasExtension(entry.name, folderExtensions) ? imagesOfZarr(path) : imagesBelow(path, isLeftOut);
    return entry.isFile() && !entry.name.startsWith(".") && hasExtension(entry.name, fileExtensions) ? [path] : [];
  }));
  return found.flat();
}

/** Whether a folder is an image by its content, as the fields of a plate are, whose names do not tell. */
async function isImage(folder: string): Promise<boolean> {
  for (const format of folderFormats) if (await format.matchesFolder(folder)) return true;
  return false;
}

/** The fields of an OME-Zarr plate or well, each an image of its own; else the folder as the one image that it is. */
async function imagesOfZarr(folder: string): Promise<string[]> {
  const fields = await fieldsOf(folder).catch(() => undefined); // What is damaged is left to the reader, which says so.
  return fields?.map(({ path }) => join(folder, path)) ?? [folder];
}

async function fieldsOf(folder: string): Promise<readonly WellField[] | undefined> {
  return (await readPlate(folder))?.wells.flatMap(({ fields }) => fields) ?? readWell(folder);
}

function hasExtension(path: string, extensions: readonly string[]): boolean {
  return extensions.includes(extname(path).toLowerCase());
}

function isBelow(path: string, folder: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}
