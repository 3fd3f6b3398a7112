import type { HeldSource } from "../held-source.js";
import { rewrite, type UpdateOptions } from "./rewrite.js";
import type { Workings } from "./workings.js";

/** The source that holds a function, or one that could not be registered, by its name. @throws NotRegisteredError */
export async function update(workings: Workings, name: string, source: string, options: UpdateOptions = {}): Promise<HeldSource> {
  const { trust, catalogue, broken, preparer, publisher } = workings;
  preparer.checkText(source, options.filename);
  const held = catalogue.trace(name)?.source;
  if (held !== undefined) return rewrite(workings, held, { ...options, source, overEdit: true });
  const { store, stored } = broken.named(name) ?? {};
  if (store === undefined || stored === undefined) throw catalogue.missing(name);
  const { signature, trusted = false, limits, filename } = options;
  const prepared = await preparer.prepare({ source, language: stored.language, name: stored.name, signature, filename: filename ?? stored.filePath }, { home: (functions) => publisher.admit(functions, store), limits, trusted });
  const [mended] = await publisher.publish([{ after: prepared, store, change: "updated", overwrites: stored }], "updated");
  if (trusted) trust.grant(prepared.hash);
  return mended as HeldSource;
}
