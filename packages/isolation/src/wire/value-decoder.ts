import { bytesPerElement, isDtype, NdArray, viewBytes, type Dtype, type TypedArray } from "@openhcs/core";
import { maxBigintDigits, maxKeys } from "./bounds.js";
import { maxDepth, type ArrayHeader, type HandleHeader, type Place } from "./encoded.js";

/** Gives what does not lie in the text of a message. */
export interface Unloading {
  /** Elements in a segment of this call. @throws where there is none such */
  elementsIn(place: Extract<Place, { segment: number }>, dtype: Dtype): TypedArray;
  /** The bytes of an attachment, in a buffer of their own. @throws where there is none such, or where it was taken before */
  attachment(index: number): Uint8Array;
  /** Called before so many bytes are copied, or can be made of fewer: an array may repeat its elements. @throws where it is too much */
  claim?(bytes: number): void;
  /** @throws where there is none such */
  handle(header: HandleHeader): unknown;
}

/** What a message holds is not a value. */
export class MalformedValueError extends Error {}

const views = { Uint8Array, Int8Array, Uint8ClampedArray, Uint16Array, Int16Array, Uint32Array, Int32Array, BigUint64Array, BigInt64Array, Float32Array, Float64Array };

/** Reads values out of messages, which nothing is assumed of. */
export class ValueDecoder {
  readonly #unloading: Unloading;
  readonly #keys = new Set<string>();

  constructor(unloading: Unloading) {
    this.#unloading = unloading;
  }

  /** @throws MalformedValueError, or what the unloading throws */
  decode(encoded: unknown): unknown {
    return this.#decode(encoded, 0);
  }

  #decode(encoded: unknown, depth: number): unknown {
    if (encoded === null || typeof encoded === "number" || typeof encoded === "string" || typeof encoded === "boolean") return encoded;
    if (!Array.isArray(encoded) || depth > maxDepth) throw new MalformedValueError("a value is neither plain nor tagged, or too deep");
    const [tag, content, extra] = encoded as readonly unknown[];
    switch (tag) {
      case "undefined": return undefined;
      case "number": return special(text(content));
      case "bigint": return bigint(text(content));
      case "list": return list(content).map((item) => this.#decode(item, depth + 1));
      case "object": return this.#object(list(content), depth);
      case "array": return this.#array(record<ArrayHeader>(content));
      case "elements": return this.#elements(text(content), record<ArrayHeader>(extra));
      case "handle": return this.#unloading.handle(record<HandleHeader>(content));
      default: throw new MalformedValueError("a value has an unknown tag");
    }
  }

  #object(content: readonly unknown[], depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    if (content.length % 2 !== 0) throw new MalformedValueError("a key has no value");
    for (let i = 0; i < content.length; i += 2) {
      // Not by assignment, for "__proto__" is a key as any other.
      Object.defineProperty(object, this.#key(text(content[i])), { value: this.#decode(content[i + 1], depth + 1), writable: true, enumerable: true, configurable: true });
    }
    return object;
  }

  #key(key: string): string {
    if (this.#keys.size >= maxKeys && !this.#keys.has(key)) throw new MalformedValueError("objects have too many different keys");
    this.#keys.add(key);
    return key;
  }

  #array({ dtype, shape, strides, offset, place }: ArrayHeader): NdArray {
    if (!isDtype(dtype)) throw new MalformedValueError("an array has an unknown dtype");
    const extents = list(shape) as readonly number[];
    const where = record<Place>(place);
    if (!("segment" in where)) return this.#attached(dtype, extents, index(where.attachment));
    const data = this.#unloading.elementsIn({ segment: index(where.segment), byteOffset: index(where.byteOffset), length: index(where.length) }, dtype);
    const array = new NdArray({ data, shape: extents, strides: list(strides) as readonly number[], offset: index(offset), dtype });
    if (array.size > data.length) this.#unloading.claim?.(array.bytes);
    return array;
  }

  #attached(dtype: Dtype, shape: readonly number[], at: number): NdArray {
    const bytes = this.#unloading.attachment(at);
    const array = new NdArray({ data: viewBytes(dtype, bytes.buffer, 0, bytes.byteLength / bytesPerElement(dtype)), shape, dtype });
    if (array.bytes !== bytes.byteLength) throw new MalformedValueError("an array has another size than its elements");
    return array;
  }

  /** In a buffer of their own, which nobody wants back. */
  #elements(className: string, header: ArrayHeader): unknown {
    if (!Object.hasOwn(views, className)) throw new MalformedValueError("typed elements of an unknown class");
    const array = this.#array(header);
    if (array.dtype !== "uint8") throw new MalformedValueError("typed elements that are no bytes");
    const bytes = "attachment" in header.place ? array.data : this.#copied(array.data);
    array.dispose();
    return new views[className as keyof typeof views](bytes.buffer as ArrayBuffer);
  }

  #copied(elements: TypedArray): TypedArray {
    this.#unloading.claim?.(elements.byteLength);
    return new Uint8Array(elements as Uint8Array);
  }
}

const specials: ReadonlyMap<string, number> = new Map([["NaN", NaN], ["Infinity", Infinity], ["-Infinity", -Infinity], ["-0", -0]]);

function special(name: string): number {
  const number = specials.get(name);
  if (number === undefined) throw new MalformedValueError("a number is none");
  return number;
}

function bigint(digits: string): bigint {
  if (digits.length > maxBigintDigits || !/^-?[0-9a-f]+$/.test(digits)) throw new MalformedValueError("a bigint is none, or too large");
  return digits.startsWith("-") ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`);
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new MalformedValueError("text is missing");
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedValueError("a list is missing");
  return value;
}

function record<Shape>(value: unknown): Shape {
  if (typeof value !== "object" || value === null) throw new MalformedValueError("a record is missing");
  return value as Shape;
}

function index(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new MalformedValueError("an index is missing");
  return value as number;
}
