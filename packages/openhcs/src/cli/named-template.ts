import { InvalidStoreNameError } from "@openhcs/core";

/**
 * A template whose function is called otherwise, in the examples of its documentation too.
 *
 * @throws InvalidStoreNameError for a name that the template imports, or that its examples use for something else
 */
export function namedTemplate(code: string, own: string, name: string): string {
  const imported = [...code.matchAll(/^import \{([^}]*)\}/gm)].flatMap(([, names = ""]) => names.split(",")).map((each) => each.trim().replace(/^type /, ""));
  if (imported.includes(name)) throw new InvalidStoreNameError(name, `the template uses what "openhcs" calls ${name}; take another name`);
  const examples = code.match(/@example\b[^]*?\*\//g) ?? [];
  if (name !== own && examples.some((text) => new RegExp(`\\b${name}\\b`).test(text))) throw new InvalidStoreNameError(name, "the template's example uses the name for something else; take another name");
  return code.replaceAll(new RegExp(`\\b${own}\\b`, "g"), name);
}
