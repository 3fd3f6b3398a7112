import { envelope, listsPerLevel, maxLists, maxTextBytes } from "./bounds.js";
import { maxDepth } from "./encoded.js";
import { MalformedFrameError } from "./frame.js";

const maxNesting = envelope.depth + listsPerLevel * (maxDepth + 2);
/** Shorter texts cannot hold much. */
const harmlessBytes = 2 ** 14;
const [quote, backslash, openList, closeList, openObject, closeObject] = Buffer.from('"\\[]{}') as unknown as [number, number, number, number, number, number];

/** Looks whether a text can be given to `JSON.parse`, which itself makes ten bytes of one. @throws MalformedFrameError */
export function checkText(text: Uint8Array): void {
  if (text.length > maxTextBytes) throw new MalformedFrameError(`a text of ${text.length} bytes`);
  if (text.length <= harmlessBytes) return;
  let lists = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (byte === quote) {
      for (at++; at < text.length && text[at] !== quote; at++) if (text[at] === backslash) at++;
    } else if (byte === openList || byte === openObject) {
      lists++;
      depth++;
      if (lists > maxLists + envelope.lists) throw new MalformedFrameError("too many lists and objects");
      if (depth > maxNesting) throw new MalformedFrameError("lists and objects that nest too deep");
    } else if (byte === closeList || byte === closeObject) {
      depth--;
    }
  }
}
