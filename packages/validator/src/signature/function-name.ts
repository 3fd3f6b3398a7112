/** Names that files of some system cannot have, that objects have already, or that make a promise of a module. */
const reservedNames = new Set([
  "constructor", "prototype", "__proto__", "then", "toString", "valueOf", "hasOwnProperty", "default", "index",
  "con", "prn", "aux", "nul", "conin$", "conout$", "clock$", ...Array.from({ length: 10 }, (_, n) => [`com${n}`, `lpt${n}`]).flat(),
].map((name) => name.toLowerCase()));

/** No constant can be called so, or what it is called would hide. */
const languageWords = new Set(("await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof "
  + "interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval undefined NaN Infinity").split(" "));

const maxLength = 100;

/** Answers `true`, or what a function's name must be. */
export function checkFunctionName(name: string): true | string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return "must be letters, digits and underscores that begin with a letter";
  if (name.length > maxLength) return `must have at most ${maxLength} characters`;
  if (languageWords.has(name)) return "is a word of the language";
  return !reservedNames.has(name.toLowerCase().replace(/_+$/, "")) || "is reserved";
}
