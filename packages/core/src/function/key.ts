import { OpenHcsError } from "../errors/openhcs-error.js";

/** A composite key: `[namespace:]name[@version]`. */
export interface CompositeKey {
  readonly namespace?: string;
  readonly name: string;
  /** A hash prefix of a custom function's source, or a semantic version or range of a template. */
  readonly version?: string;
}

/** A key is not of the form `[namespace:]name[@version]`. */
export class InvalidKeyError extends OpenHcsError {
  readonly code = "INVALID_KEY";
  readonly key: string;
  constructor(key: string) {
    super(`a function's key is [namespace:]name[@version], such as gaussian, cpu:gaussian or openhcs:brightSpots@3fa9, received ${JSON.stringify(key)}.`);
    this.key = key;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    INVALID_KEY: InvalidKeyError;
  }
}

const form = /^(?:(?<namespace>[A-Za-z][\w.-]*):)?(?<name>\w[\w.]*)(?:@(?<version>[\w.^~<>=*+ |-]+))?$/;

/** @throws InvalidKeyError */
export function parseKey(key: string): CompositeKey {
  const parts = form.exec(key)?.groups;
  if (parts === undefined) throw new InvalidKeyError(key);
  const { namespace, name, version } = parts;
  return { name: name as string, ...(namespace === undefined ? {} : { namespace }), ...(version === undefined ? {} : { version }) };
}

export function formatKey({ namespace, name, version }: CompositeKey): string {
  return `${namespace === undefined ? "" : `${namespace}:`}${name}${version === undefined ? "" : `@${version}`}`;
}

/** A name as functions are registered: `white_tophat` and `WhiteTophat` become `whiteTophat`. */
export function camelCaseName(name: string): string {
  const camelCase = name.replace(/_+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replace(/_+$/, "");
  return camelCase.charAt(0).toLowerCase() + camelCase.slice(1);
}

/** A key with its name in camelCase; namespace and version stay. */
export function camelCaseKey(key: string): string {
  const [, namespace = "", name = "", version = ""] = /^([^:]*:)?([^@]*)(@.*)?$/s.exec(key) ?? [];
  return namespace + camelCaseName(name) + version;
}
