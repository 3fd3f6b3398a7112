import { isObject, ZarrFolder } from "./zarr-folder.js";

type Json = Readonly<Record<string, unknown>>;

/** A group or an array of a Zarr hierarchy, by its metadata. */
export interface ZarrNode {
  readonly folder: ZarrFolder;
  readonly kind: "array" | "group";
  readonly zarrFormat: 2 | 3;
  /** The whole document of an array. */
  readonly metadata: Json;
  readonly attributes: Json;
  /** What OME-NGFF says of it: the attributes themselves, in Zarr 3 those under "ome". */
  readonly ome: Json;
}

/** Whether a folder is a node, by the names in it. @throws ImageFileError */
export async function isZarr(path: string): Promise<boolean> {
  const folder = await ZarrFolder.open(path);
  const found = await Promise.all(["zarr.json", ".zgroup", ".zarray"].map((name) => folder.range(name, 0, 0)));
  return found.some((file) => file !== undefined);
}

/** The node that a folder is; undefined where it is none. */
export async function readNode(folder: ZarrFolder): Promise<ZarrNode | undefined> {
  return (await readNode3(folder)) ?? (await readNode2(folder));
}

async function readNode3(folder: ZarrFolder): Promise<ZarrNode | undefined> {
  const metadata = await folder.json("zarr.json");
  if (metadata === undefined) return undefined;
  const { zarr_format: format, node_type: kind, attributes = {} } = metadata;
  if (format !== 3 || (kind !== "array" && kind !== "group")) throw folder.corrupt(`zarr.json must be of an array or a group of Zarr 3, is of ${JSON.stringify(kind)} of ${JSON.stringify(format)}.`);
  if (!isObject(attributes)) throw folder.corrupt("the attributes must be a JSON object.");
  return { folder, kind, zarrFormat: 3, metadata, attributes, ome: isObject(attributes.ome) ? attributes.ome : {} };
}

async function readNode2(folder: ZarrFolder): Promise<ZarrNode | undefined> {
  const array = await folder.json(".zarray");
  const metadata = array ?? (await folder.json(".zgroup"));
  if (metadata === undefined) return undefined;
  if (metadata.zarr_format !== 2) throw folder.corrupt(`${array === undefined ? ".zgroup" : ".zarray"} must be of Zarr 2, is of ${JSON.stringify(metadata.zarr_format)}.`);
  const attributes = (await folder.json(".zattrs")) ?? {};
  return { folder, kind: array === undefined ? "group" : "array", zarrFormat: 2, metadata, attributes, ome: attributes };
}

/** The node in a folder below. @throws CorruptImageError where there is none of this kind */
export async function requireNode(parent: ZarrFolder, path: unknown, kind: ZarrNode["kind"], what: string): Promise<ZarrNode> {
  const folder = parent.below(path, what);
  const node = await readNode(folder);
  if (node?.kind === kind) return node;
  throw parent.corrupt(`${what} must be ${kind === "array" ? "an array" : "a group"} of Zarr, ${node === undefined ? `but there is none at ${String(path)}` : `${String(path)} is not`}.`);
}
