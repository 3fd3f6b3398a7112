import { effort, envelope, listsPerLevel, maxEffort, maxTextBytes } from "./bounds.js";
import { maxDepth } from "./encoded.js";
import { MalformedFrameError } from "./frame.js";

const maxNesting = envelope.depth + listsPerLevel * (maxDepth + 2);
/** Shorter texts cannot hold much. */
const harmlessBytes = 2 ** 14;
const [quote, backslash, openList, closeList, openObject, closeObject, colon, comma] = Buffer.from('"\\[]{}:,') as unknown as [number, number, number, number, number, number, number, number];

/** Looks whether a text can be given to `JSON.parse`, which itself makes ten bytes of one, and takes its time. @throws MalformedFrameError */
export function checkText(text: Uint8Array): void {
  if (text.length > maxTextBytes) throw new MalformedFrameError(`a text of ${text.length} bytes`);
  if (text.length <= harmlessBytes) return;
  let left = maxEffort + envelope.effort - text.length / effort.bytes;
  let depth = 0;
  for (let at = 0; at < text.length && left >= 0; at++) {
    const byte = text[at];
    if (byte === quote) {
      for (at++; at < text.length && text[at] !== quote; at++) if (text[at] === backslash) at++;
      left -= effort.text;
    } else if (byte === comma) {
      left -= effort.item;
    } else if (byte === colon) {
      left -= effort.name;
    } else if (byte === openList || byte === openObject) {
      left -= effort.list;
      if (++depth > maxNesting) throw new MalformedFrameError("lists and objects that nest too deep");
    } else if (byte === closeList || byte === closeObject) {
      depth--;
    }
  }
  if (left < 0) throw new MalformedFrameError("more lists, objects and texts than can be read soon");
}
