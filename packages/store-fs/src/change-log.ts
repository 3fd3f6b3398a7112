import { closeSync, constants, fstatSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { asLogEntry, type LogEntry } from "./log-entry.js";
import { openPlain } from "./plain-file.js";

const noFollow = constants.O_NOFOLLOW ?? 0;
const newline = 10;

/** The log of a folder: what was read of it is kept, and only what was added since is read again. */
export class ChangeLog {
  readonly #path: string;
  #inode = 0n;
  #bytes = 0;
  #entries: LogEntry[] = [];
  #heads = new Map<string, LogEntry>();
  #damaged = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Everything that happened, the oldest first. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  /** How many lines are no entries. */
  get damaged(): number {
    return this.#damaged;
  }

  /** The names that the log leaves in the folder. */
  get names(): Iterable<string> {
    return this.#heads.keys();
  }

  /** The entry that made the source of this name what it is; undefined where the log knows of none. */
  head(name: string): LogEntry | undefined {
    return this.#heads.get(name);
  }

  /** Reads what was added; all of it where the log is another one now. */
  refresh(): void {
    const { inode, text, from } = this.#readFrom(this.#bytes);
    const isOther = inode !== this.#inode || from < this.#bytes;
    if (isOther) this.#forget();
    this.#inode = inode;
    if (isOther && from > 0) return this.refresh();
    const end = text.lastIndexOf(newline) + 1; // What follows is being written.
    for (const line of text.toString("utf8", 0, end).split("\n")) {
      if (line !== "") this.#take(line);
    }
    this.#bytes += end;
  }

  /** Names in the entries behind the first `count`; all names where there are fewer. */
  namesSince(count: number): ReadonlySet<string> {
    const entries = this.#entries.slice(count <= this.#entries.length ? count : 0);
    return new Set(entries.flatMap(({ name, from }) => (from === undefined ? [name] : [name, from])));
  }

  /** Where the next entry begins. */
  get size(): number {
    return this.#bytes;
  }

  /** Adds entries behind `size` bytes; what was begun there before is written again. */
  async append(entries: readonly LogEntry[], size: number): Promise<void> {
    const file = await open(this.#path, constants.O_RDWR | constants.O_CREAT | noFollow, 0o600);
    try {
      const { size: found } = await file.stat();
      const at = Math.min(size, found);
      await file.truncate(at);
      const last = at === 0 ? newline : (await file.read(Buffer.alloc(1), 0, 1, at - 1)).buffer[0];
      const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
      await file.write(last === newline ? lines : `\n${lines}`, at);
      await file.sync();
    } finally {
      await file.close();
    }
    this.refresh();
  }

  #take(line: string): void {
    const entry = asLogEntry(parse(line));
    if (entry === undefined) return void this.#damaged++;
    this.#entries.push(entry);
    if (entry.from !== undefined) this.#heads.delete(entry.from);
    if (entry.change === "deleted") this.#heads.delete(entry.name);
    else this.#heads.set(entry.name, entry);
  }

  #forget(): void {
    this.#bytes = 0;
    this.#damaged = 0;
    this.#entries = [];
    this.#heads = new Map();
  }

  #readFrom(from: number): { readonly inode: bigint; readonly text: Buffer; readonly from: number } {
    const file = openPlain(this.#path);
    if (file === undefined) return { inode: 0n, text: Buffer.alloc(0), from: 0 };
    try {
      const { ino, size: bytes } = fstatSync(file, { bigint: true });
      const size = Number(bytes);
      const start = size < from ? 0 : from;
      const text = Buffer.alloc(size - start);
      let length = 0;
      for (let read = -1; read !== 0 && length < text.length; length += read) read = readSync(file, text, length, text.length - length, start + length);
      return { inode: ino, text: text.subarray(0, length), from: start };
    } finally {
      closeSync(file);
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
