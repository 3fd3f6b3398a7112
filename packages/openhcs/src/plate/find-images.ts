import { readdir, stat } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import { imageFormats } from "@openhcs/io";
import { NoImagesError } from "./plate-errors.js";

const extensions = imageFormats.flatMap((format) => format.extensions).filter((extension) => extension !== ".npy");

/**
 * The images among files and below folders, each once; files are taken whatever their extension.
 *
 * @param except a folder that is left out, unless it is asked for itself: what an earlier run wrote
 * @throws NoImagesError
 */
export async function findImages(paths: readonly string[], except?: string): Promise<readonly string[]> {
  const found = (await Promise.all(paths.map((path) => imagesAt(path, except)))).flat();
  if (found.length === 0) throw new NoImagesError(paths, extensions);
  return [...new Set(found)];
}

async function imagesAt(path: string, except: string | undefined): Promise<string[]> {
  // What does not exist is left to the reader, which says so.
  const isFolder = await stat(path).then((entry) => entry.isDirectory(), () => false);
  if (!isFolder) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const isLeftOut = (file: string) => except !== undefined && isBelow(file, except) && !isBelow(path, except);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith(".") && extensions.includes(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isLeftOut(file));
}

function isBelow(path: string, folder: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}
