/** Which files of a folder are sources, and of what name. */
export interface SourceName {
  readonly name: string;
  readonly language: string;
}

/** A language is a file's extension. */
export const languagePattern = /^[a-z][a-z0-9]{0,15}$/;

/** Undefined for what is no source: other extensions, hidden files, what editors leave behind, declarations and tests. The name may be invalid. */
export function sourceNameOf(file: string, languages: readonly string[]): SourceName | undefined {
  const dot = file.lastIndexOf(".");
  if (dot <= 0 || file.startsWith(".")) return undefined;
  const [name, language] = [file.slice(0, dot), file.slice(dot + 1)];
  if (!languages.includes(language) || /\.(d|test|spec)$/.test(name)) return undefined;
  return { name, language };
}
