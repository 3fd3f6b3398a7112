import { InvalidStoreNameError } from "./store-errors.js";

/** Names of devices on Windows, and members that every object has. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9]|constructor|prototype|__proto__|then)$/i;

/** Checks that a name stays a file's own: letters, digits and underscores, a letter first, at most 100. @throws InvalidStoreNameError */
export function checkStoreName(name: string): void {
  if (!/^[A-Za-z]\w{0,99}$/.test(name)) throw new InvalidStoreNameError(name, "it takes letters, digits and underscores, a letter first, at most 100");
  if (reserved.test(name)) throw new InvalidStoreNameError(name, "the name is reserved");
}
