/** A fenced block of a Markdown document. */
export interface CodeBlock {
  readonly language: string;
  /** Compiled only: \`\`\`ts no-run. */
  readonly runs: boolean;
  /** Name under which the block is saved beside the others: \`\`\`ts file=spots.ts, \`\`\`yaml file=pattern.yaml. */
  readonly file?: string;
  /** File below tests/fixtures of which it is a part: \`\`\`ts from=toy-backend/src/index.ts. It is compiled and run there. */
  readonly from?: string;
  /** Line of the document on which its text begins, from 1. */
  readonly line: number;
  readonly text: string;
}

/** The fenced blocks of a document, in order. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const opening = /^(\s*)```(\S*)(.*)$/.exec(lines[at] as string);
    if (opening === null) continue;
    const [, indent = "", language = "", words = ""] = opening;
    const end = lines.findIndex((line, i) => i > at && line.trim() === "```");
    if (end < 0) throw new Error(`the block that opens on line ${at + 1} is not closed.`);
    const text = lines.slice(at + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join("\n");
    const [, file] = /\bfile=(\S+)/.exec(words) ?? [];
    const [, from] = /\bfrom=(\S+)/.exec(words) ?? [];
    const origin = { ...(file === undefined ? {} : { file }), ...(from === undefined ? {} : { from }) };
    blocks.push({ language, runs: !/\bno-run\b/.test(words), line: at + 2, text, ...origin });
    at = end;
  }
  return blocks;
}
