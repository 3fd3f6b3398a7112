import { bytesPerElement, copyElements, isDtype, isNdArray, maxRank, NdArray, sizeOf } from "@openhcs/core";
import { GuestValueError } from "../guest-value-error.js";
import { effort, maxAttachments, maxBigintDigits, maxEffort, maxKeys } from "./bounds.js";
import { maxDepth, type ArrayHeader, type Encoded, type HandleHeader, type Place } from "./encoded.js";

/** Takes what does not lie in the text of a message. */
export interface Luggage {
  /** Where in a segment that the other side may have the elements of an array lie, which may be copied there; undefined for those to be attached. */
  place(array: NdArray): Pick<ArrayHeader, "strides" | "offset" | "place"> | undefined;
  /** Adds bytes to the message; they are sent before they can change. */
  attach(bytes: Uint8Array): number;
  /** Describes a value that stays with the host. */
  handleOf(value: object): HandleHeader | undefined;
}

const forged = "it passes for an array, and is none.";
const tooMuch = "it holds too many lists, objects, texts and numbers for one message; large data belongs in arrays, of which a few are large.";

/** What parts of a value take their reader, apart from their bytes; no less than what `checkText` counts of their text. */
const efforts = {
  plain: effort.item,
  text: effort.text + effort.item,
  tagged: effort.list + 2 * effort.text + 2 * effort.item,
  list: 2 * effort.list + effort.text + 2 * effort.item,
  attached: 4 * effort.list + 8 * effort.text + 4 * effort.name + 6 * effort.item,
  placed: 5 * effort.list + 12 * effort.text + 8 * effort.name + 10 * effort.item,
} as const;

/** Writes values into messages: runs on both sides, in the realm of the values. */
export class ValueEncoder {
  readonly #luggage: Luggage;
  readonly #path: (string | number)[] = [];
  readonly #keys = new Set<string>();
  #effort = 0;

  constructor(luggage: Luggage) {
    this.#luggage = luggage;
  }

  /** What the values take their reader so far, apart from the bytes of their text. */
  get effort(): number {
    return this.#effort;
  }

  /** @throws GuestValueError for what cannot cross */
  encode(value: unknown, root: string): Encoded {
    this.#path.length = 0;
    this.#path.push(root);
    return this.#encode(value);
  }

  #encode(value: unknown): Encoded {
    switch (typeof value) {
      case "string":
        return this.#counted(efforts.text, value);
      case "boolean":
        return this.#counted(efforts.plain, value);
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0) ? this.#counted(efforts.plain, value) : this.#counted(efforts.tagged, ["number", Object.is(value, -0) ? "-0" : String(value)]);
      case "bigint":
        return this.#counted(efforts.tagged, ["bigint", this.#digits(value)]);
      case "undefined":
        return this.#counted(efforts.tagged, ["undefined"]);
      case "object":
        return value === null ? this.#counted(efforts.plain, null) : this.#object(value);
      default:
        return this.#refuse(`it is a ${typeof value}.`);
    }
  }

  #object(value: object): Encoded {
    if (this.#path.length > maxDepth) return this.#refuse(`it is nested deeper than ${maxDepth} levels, or contains itself.`);
    if (isNdArray(value)) return ["array", this.#array(value)];
    const handle = this.#luggage.handleOf(value);
    if (handle !== undefined) return this.#counted(efforts.placed + handle.shape.length, ["handle", handle]);
    if (Array.isArray(value)) return this.#counted(efforts.list, ["list", Array.from(value, (item, at) => this.#at(at, item))]);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return ["elements", classOf(value), this.#bytes(value)];
    if (!isPlain(value)) return this.#refuse(`it is a ${classOf(value)}. What can: null, booleans, numbers, bigints, strings, typed arrays, NdArrays, lists and plain objects.`);
    const content: unknown[] = [];
    for (const [key, item] of Object.entries(value)) content.push(this.#key(key), this.#at(key, item));
    return this.#counted(efforts.list, ["object", content]);
  }

  #counted(taken: number, encoded: Encoded): Encoded {
    this.#effort += taken;
    if (this.#effort > maxEffort) this.#refuse(tooMuch);
    return encoded;
  }

  #key(key: string): string {
    this.#counted(efforts.text, key);
    if (this.#keys.size >= maxKeys && !this.#keys.has(key)) this.#refuse(`its objects have more than ${maxKeys} different keys; large data belongs in arrays.`);
    this.#keys.add(key);
    return key;
  }

  /** Hexadecimal, for time to read decimal ones grows with their square. */
  #digits(value: bigint): string {
    const digits = value.toString(16);
    return digits.length > maxBigintDigits ? this.#refuse(`it is a bigint of more than ${4 * (maxBigintDigits - 1)} bits.`) : digits;
  }

  #at(key: string | number, value: unknown): Encoded {
    this.#path.push(key);
    const encoded = this.#encode(value);
    this.#path.pop();
    return encoded;
  }

  /** Whatever passes for an array: nothing of it gets into the text but a dtype and integers. */
  #array(array: NdArray): ArrayHeader {
    const { dtype } = array;
    if (!isDtype(dtype)) return this.#refuse(forged);
    const shape = this.#integers(array.shape);
    const placed = this.#luggage.place(array);
    this.#counted((placed === undefined ? efforts.attached : efforts.placed) + 2 * shape.length, null);
    if (placed !== undefined) return { dtype, shape, strides: this.#integers(placed.strides), offset: this.#integer(placed.offset), place: this.#place(placed.place) };
    const bytes = bytesOf(array.isPacked ? array.data : copyElements(array));
    if (bytes.byteLength !== sizeOf(shape) * bytesPerElement(dtype)) this.#refuse(forged);
    const attachment = this.#luggage.attach(bytes);
    if (attachment >= maxAttachments) this.#refuse(`it holds more than ${maxAttachments} small arrays.`);
    return { dtype, shape, place: { attachment } };
  }

  #place(place: Place): Place {
    if ("attachment" in place) return place;
    return { segment: place.segment, byteOffset: this.#integer(place.byteOffset), length: this.#integer(place.length) };
  }

  #integers(extents: unknown): readonly number[] {
    const rank = Array.isArray(extents) ? extents.length : Infinity;
    if (!(rank <= maxRank)) return this.#refuse(forged);
    return Array.from({ length: rank }, (_, axis) => this.#integer((extents as unknown[])[axis]));
  }

  #integer(value: unknown): number {
    return Number.isSafeInteger(value) ? value as number : this.#refuse(forged);
  }

  #bytes(view: ArrayBufferView): ArrayHeader {
    const bytes = new NdArray({ data: bytesOf(view), shape: [view.byteLength] });
    try {
      return this.#array(bytes);
    } finally {
      bytes.dispose();
    }
  }

  #refuse(rule: string): never {
    const [root, ...keys] = this.#path;
    throw new GuestValueError(`${root}${keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("")}`, rule);
  }
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function classOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Of any realm: an object without a prototype, or with one that has none. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.prototype.toString.call(value) === "[object Object]");
}
