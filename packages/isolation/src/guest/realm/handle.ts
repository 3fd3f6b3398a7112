import type { HandleHeader } from "../../wire/encoded.js";

/** An array that stays with the host, on its device: library functions take it and give others. */
export interface Handle {
  readonly memoryType: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

const headers = new WeakMap<object, HandleHeader>();

export function handleOf(header: HandleHeader): Handle {
  const { memoryType, dtype, shape } = header;
  const handle = Object.freeze({ memoryType, dtype, shape: Object.freeze([...shape]), toString: () => `${memoryType}(${dtype}, [${shape.join(", ")}])` });
  headers.set(handle, header);
  return handle;
}

export function headerOf(value: object): HandleHeader | undefined {
  return headers.get(value);
}
