import { copyElements, isNdArray, NdArray } from "@openhcs/core";
import { GuestValueError } from "../guest-value-error.js";
import { maxAttachments, maxBigintDigits, maxLists } from "./bounds.js";
import { maxDepth, type ArrayHeader, type Encoded, type HandleHeader } from "./encoded.js";

/** Takes what does not lie in the text of a message. */
export interface Luggage {
  /** Where in a segment that the other side may have the elements of an array lie, which may be copied there; undefined for those to be attached. */
  place(array: NdArray): Pick<ArrayHeader, "strides" | "offset" | "place"> | undefined;
  /** Adds bytes to the message; they are sent before they can change. */
  attach(bytes: Uint8Array): number;
  /** Describes a value that stays with the host. */
  handleOf(value: object): HandleHeader | undefined;
}

/** Writes values into messages: runs on both sides, in the realm of the values. */
export class ValueEncoder {
  readonly #luggage: Luggage;
  readonly #path: (string | number)[] = [];
  /** Lists and objects that the text will have. */
  #lists = 0;

  constructor(luggage: Luggage) {
    this.#luggage = luggage;
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
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0) ? value : this.#counted(1, ["number", Object.is(value, -0) ? "-0" : String(value)]);
      case "bigint":
        return this.#counted(1, ["bigint", this.#digits(value)]);
      case "undefined":
        return this.#counted(1, ["undefined"]);
      case "object":
        return value === null ? null : this.#object(value);
      default:
        return this.#refuse(`it is a ${typeof value}.`);
    }
  }

  #object(value: object): Encoded {
    if (this.#path.length > maxDepth) return this.#refuse(`it is nested deeper than ${maxDepth} levels, or contains itself.`);
    if (isNdArray(value)) return this.#counted(5, ["array", this.#array(value)]);
    const handle = this.#luggage.handleOf(value);
    if (handle !== undefined) return this.#counted(3, ["handle", handle]);
    if (Array.isArray(value)) return this.#counted(2, ["list", Array.from(value, (item, at) => this.#at(at, item))]);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return this.#counted(5, ["elements", classOf(value), this.#bytes(value)]);
    if (!isPlain(value)) return this.#refuse(`it is a ${classOf(value)}. What can: null, booleans, numbers, bigints, strings, typed arrays, NdArrays, lists and plain objects.`);
    const content: unknown[] = [];
    for (const [key, item] of Object.entries(value)) content.push(key, this.#at(key, item));
    return this.#counted(2, ["object", content]);
  }

  #counted(lists: number, encoded: Encoded): Encoded {
    this.#lists += lists;
    if (this.#lists > maxLists) this.#refuse("it holds too many lists, objects and numbers that are none; large data belongs in arrays.");
    return encoded;
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

  #array(array: NdArray): ArrayHeader {
    const { dtype, shape } = array;
    const placed = this.#luggage.place(array);
    if (placed !== undefined) return { dtype, shape, ...placed };
    const elements = array.isPacked ? array.data : copyElements(array);
    const attachment = this.#luggage.attach(bytesOf(elements));
    if (attachment >= maxAttachments) this.#refuse(`it holds more than ${maxAttachments} small arrays.`);
    return { dtype, shape, place: { attachment } };
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
