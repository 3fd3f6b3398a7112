import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { messageOf } from "@openhcs/core";
import { CorruptImageError, ImageFileError, UnsupportedImageError } from "../image-errors.js";
import { quote } from "../quote.js";
import { readAll, withRegularFile } from "../read-file.js";
import { systemReason } from "../system-reason.js";

/** No honest metadata come near this. */
const mostMetadataBytes = 2 ** 25;

/** A folder of a Zarr hierarchy. Nothing outside of the hierarchy's own folder is ever opened, whatever names or links say. */
export class ZarrFolder {
  /** Name of the hierarchy for messages. */
  readonly file: string;
  /** Below the hierarchy's own folder; empty for that itself. */
  readonly path: string;
  readonly #root: string;

  private constructor(file: string, root: string, path: string) {
    this.file = file;
    this.#root = root;
    this.path = path;
  }

  static async open(file: string): Promise<ZarrFolder> {
    try {
      return new ZarrFolder(file, await realpath(file), "");
    } catch (cause) {
      throw new ImageFileError(file, `cannot be read: ${systemReason(cause)}.`, { cause });
    }
  }

  /**
   * A folder below this one, by a path that metadata give.
   * @throws CorruptImageError where the path may lead out of this folder
   */
  below(path: unknown, what: string): ZarrFolder {
    if (typeof path !== "string" || !isInnerPath(path)) throw this.corrupt(`${what} must be a path below, is ${quote(String(path))}.`);
    return new ZarrFolder(this.file, this.#root, this.path === "" ? path : `${this.path}/${path}`);
  }

  /** The file of this name, or undefined where there is none. @throws CorruptImageError where it is larger than `maxBytes` */
  bytes(name: string, maxBytes: number): Promise<Uint8Array | undefined> {
    return this.#read(name, (size) => {
      if (size > maxBytes) throw this.corrupt(`${this.#named(name)} of ${size} bytes is larger than anything that belongs there (${maxBytes}).`);
      return [0, size];
    });
  }

  /** A part of the file of this name; its last bytes where `from` is undefined. */
  range(name: string, from: number | undefined, length: number): Promise<Uint8Array | undefined> {
    return this.#read(name, (size) => {
      const start = from ?? size - length;
      if (start >= 0 && length >= 0 && start + length <= size) return [start, length];
      throw this.corrupt(`bytes ${start} to ${start + length} lie outside of ${this.#named(name)} of ${size} bytes.`);
    });
  }

  /** The JSON object in the file of this name, or undefined where there is none. */
  async json(name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const bytes = await this.bytes(name, mostMetadataBytes);
    if (bytes === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(bytes));
    } catch (cause) {
      throw this.corrupt(`${this.#named(name)} is no JSON: ${messageOf(cause)}`, cause);
    }
    if (!isObject(value)) throw this.corrupt(`${this.#named(name)} must be a JSON object.`);
    return value;
  }

  corrupt(rule: string, cause?: unknown): CorruptImageError {
    return new CorruptImageError(this.file, this.#here(rule), cause === undefined ? undefined : { cause });
  }

  unsupported(rule: string): UnsupportedImageError {
    return new UnsupportedImageError(this.file, this.#here(rule));
  }

  async #read(name: string, part: (size: number) => readonly [from: number, length: number]): Promise<Uint8Array | undefined> {
    const path = await this.#resolve(name);
    if (path === undefined) return undefined;
    return withRegularFile(path, `${this.file}${sep}${this.#named(name)}`, (handle, size) => readAll(handle, ...part(size)));
  }

  /** The real path of a file; undefined where there is none. */
  async #resolve(name: string): Promise<string | undefined> {
    let path: string;
    try {
      path = await realpath(join(this.#root, this.path, name));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw new ImageFileError(this.file, `${this.#named(name)} cannot be read: ${systemReason(cause)}.`, { cause });
    }
    if (!path.startsWith(this.#root.endsWith(sep) ? this.#root : this.#root + sep)) throw this.corrupt(`${this.#named(name)} is a link that leads out of the folder.`);
    return path;
  }

  #named(name: string): string {
    return this.path === "" ? name : `${this.path}/${name}`;
  }

  #here(rule: string): string {
    return this.path === "" ? rule : `${this.path}: ${rule}`;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a path leads to something below, by names that no system takes for anything else. */
function isInnerPath(path: string): boolean {
  return path.length <= 1024 && path.split("/").every((name) => name !== "" && name !== "." && name !== ".." && !/[\\:\p{Cc}]/u.test(name));
}
