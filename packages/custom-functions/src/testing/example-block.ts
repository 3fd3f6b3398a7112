/** An `@example` of a function's documentation, by its place in the source. */
export interface ExampleBlock {
  readonly code: readonly ExampleLine[];
  /** Of the `@example` itself, 1-based. */
  readonly line: number;
}

export interface ExampleLine {
  readonly text: string;
  /** In the source, 1-based. */
  readonly line: number;
}

/** The examples in the doc comment with which a declaration begins. */
export function exampleBlocks(source: string, { start, end }: { readonly start: number; readonly end: number }): readonly ExampleBlock[] {
  const comment = /^\/\*\*[\s\S]*?\*\//.exec(source.slice(start, end))?.[0];
  if (comment === undefined) return [];
  const first = source.slice(0, start).split("\n").length;
  const blocks: { readonly code: ExampleLine[]; readonly line: number }[] = [];
  let block: (typeof blocks)[number] | undefined;
  for (const [at, raw] of comment.replace(/\*\/$/, "").split("\n").entries()) {
    const text = raw.replace(/^\s*\/?\*+ ?/, "").trimEnd();
    const [, tag, rest = ""] = /^\s*@(\w+)\s?(.*)$/.exec(text) ?? [];
    if (tag !== undefined) {
      block = tag === "example" ? { code: [], line: first + at } : undefined;
      if (block !== undefined) blocks.push(block);
    }
    const code = tag === undefined ? text : rest.replace(/<caption>.*<\/caption>/, "");
    if (tag === undefined || code.trim() !== "") block?.code.push({ text: code, line: first + at });
  }
  return blocks.map(({ code, line }) => ({ line, code: withoutFences(code) })).filter(({ code }) => code.some(({ text }) => text.trim() !== ""));
}

/** Editors show examples in Markdown fences. */
function withoutFences(code: readonly ExampleLine[]): readonly ExampleLine[] {
  return code.filter(({ text }) => !/^\s*```/.test(text));
}
