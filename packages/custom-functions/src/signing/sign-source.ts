import { createPrivateKey, createPublicKey, generateKeyPairSync, KeyObject, sign, verify } from "node:crypto";
import type { SourceSignature } from "@openhcs/core";
import { InvalidSignatureError } from "../custom-function-errors.js";

/** An Ed25519 private key, as PEM text or as Node's own object. */
export type PrivateKey = string | KeyObject;

export interface KeyPair {
  /** 32 raw bytes in base64: what stores list as trusted. */
  readonly publicKey: string;
  /** PKCS #8 as PEM text; whoever has it can sign. */
  readonly privateKey: string;
}

/** In front of 32 raw bytes it makes the DER form of an Ed25519 public key (RFC 8410). */
const derPrefix = Buffer.from("302a300506032b6570032100", "hex");

export function generateKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { publicKey: rawKey(publicKey), privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

/** Vouches for a source: Ed25519 over its UTF-8 bytes. @throws InvalidSignatureError where the key is not one for Ed25519 */
export function signSource(sourceName: string, source: string, privateKey: PrivateKey): SourceSignature {
  const key = toPrivateKey(sourceName, privateKey);
  return { key: rawKey(createPublicKey(key)), signature: sign(null, Buffer.from(source, "utf8"), key).toString("base64") };
}

/** @throws InvalidSignatureError where the signature is not that of this source */
export function checkSignature(sourceName: string, source: string, { key, signature }: SourceSignature): void {
  const raw = Buffer.from(key, "base64");
  if (raw.length !== 32) throw new InvalidSignatureError(sourceName, `names a key of ${raw.length} bytes; Ed25519 keys have 32.`);
  const publicKey = createPublicKey({ key: Buffer.concat([derPrefix, raw]), format: "der", type: "spki" });
  if (verify(null, Buffer.from(source, "utf8"), publicKey, Buffer.from(signature, "base64"))) return;
  throw new InvalidSignatureError(sourceName, `does not fit the source: it was changed after ${key} signed it. Have it signed again.`);
}

function toPrivateKey(sourceName: string, privateKey: PrivateKey): KeyObject {
  try {
    const key = privateKey instanceof KeyObject ? privateKey : createPrivateKey(privateKey);
    if (key.type === "private" && key.asymmetricKeyType === "ed25519") return key;
  } catch (cause) {
    throw new InvalidSignatureError(sourceName, "takes an Ed25519 private key; this is no private key at all.", { cause });
  }
  throw new InvalidSignatureError(sourceName, "takes an Ed25519 private key; this is another kind.");
}

function rawKey(publicKey: KeyObject): string {
  return publicKey.export({ type: "spki", format: "der" }).subarray(derPrefix.length).toString("base64");
}
