/** What is known of editors of some names. */
export interface EditorKind {
  readonly names: readonly string[];
  /** Arguments that open a file at a place, which counts from 1. */
  readonly at: (file: string, line: number, column: number) => readonly string[];
  /** What makes it come back only when the file is closed. */
  readonly wait?: readonly string[];
  /** Draws in a terminal and cannot do without. */
  readonly needsTerminal?: boolean;
}

const kinds: readonly EditorKind[] = [
  { names: ["vi", "vim", "nvim", "view", "vis", "joe", "jed", "ex"], at: (file, line) => [`+${line}`, file], needsTerminal: true },
  { names: ["gvim", "mvim"], at: (file, line) => [`+${line}`, file], wait: ["--nofork"] },
  { names: ["nano", "pico"], at: (file, line, column) => [`+${line},${column}`, file], needsTerminal: true },
  { names: ["micro", "kak", "ne"], at: (file, line, column) => [`+${line}:${column}`, file], needsTerminal: true },
  { names: ["emacs", "emacsclient"], at: (file, line, column) => [`+${line}:${column}`, file] },
  { names: ["hx", "helix"], at: (file, line, column) => [`${file}:${line}:${column}`], needsTerminal: true },
  { names: ["subl", "zed", "zeditor"], at: (file, line, column) => [`${file}:${line}:${column}`], wait: ["--wait"] },
  { names: ["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"], at: (file, line, column) => ["--goto", `${file}:${line}:${column}`], wait: ["--wait"] },
  { names: ["mate"], at: (file, line, column) => ["-l", `${line}:${column}`, file], wait: ["-w"] },
  { names: ["gedit", "gnome-text-editor"], at: (file, line, column) => [`+${line}:${column}`, file], wait: ["--standalone"] },
  { names: ["kate"], at: (file, line, column) => ["-l", String(line), "-c", String(column), file], wait: ["--block"] },
];

/** An editor that nobody knows is given the file alone. */
const unknown: EditorKind = { names: [], at: (file) => [file] };

/** By the name of the program in a command such as `/usr/bin/code --wait`. */
export function editorKind(command: string): EditorKind {
  const [, quoted, plain = ""] = /^\s*(?:"([^"]*)"|'[^']*'|(\S*))/.exec(command) ?? [];
  const program = (quoted ?? plain).split(/[\\/]/).at(-1)?.replace(/\.(exe|cmd|bat)$/i, "").toLowerCase() ?? "";
  return kinds.find(({ names }) => names.includes(program)) ?? unknown;
}
