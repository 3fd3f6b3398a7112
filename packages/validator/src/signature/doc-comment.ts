import type { Comment, Node } from "oxc-parser";
import type { ParsedSource } from "../parsed-source.js";

export interface DocParameter {
  readonly name: string;
  readonly text: string;
  /** Offset of the name in the source. */
  readonly start: number;
  /** `{integer}`, where it was written. */
  readonly type?: string;
}

/** What stands behind `@limit`, on its line. */
export interface DocLimit {
  readonly text: string;
  /** Offset of the tag in the source. */
  readonly start: number;
}

/** A JSDoc comment, taken apart. */
export interface DocComment {
  readonly documentation: string;
  readonly parameters: readonly DocParameter[];
  readonly returns?: string;
  readonly tags: readonly string[];
  readonly limits: readonly DocLimit[];
  readonly examples: readonly string[];
  readonly start: number;
}

/** One comment may document many constants of one statement. */
const read = new WeakMap<Comment, DocComment>();

/** The doc comment right before a node. */
export function docCommentBefore({ start }: Node, { comments, text: { code } }: ParsedSource): DocComment | undefined {
  const comment = commentBefore(start, comments, code);
  if (comment === undefined) return undefined;
  const known = read.get(comment) ?? readDocComment(comment);
  read.set(comment, known);
  return known;
}

const maxBetween = 20;
const maxParameters = 500;

/** The index of the last comment that ends before an offset, or -1. */
function lastBefore(offset: number, comments: readonly Comment[]): number {
  let low = -1;
  let high = comments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((comments[middle] as Comment).end <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Other comments may stand between a doc comment and what it documents. */
export function commentBefore(start: number, comments: readonly Comment[], code: string): Comment | undefined {
  let before = start;
  const last = lastBefore(start, comments);
  for (let at = last; at > Math.max(-1, last - maxBetween); at--) {
    const comment = comments[at] as Comment;
    if (code.slice(comment.end, before).trim() !== "") return undefined;
    if (comment.type === "Block" && comment.value.startsWith("*")) return comment;
    before = comment.start;
  }
  return undefined;
}

export function readDocComment({ value, start }: Comment): DocComment {
  const blocks: { tag: string; lines: string[]; at: number; start: number }[] = [{ tag: "", lines: [], at: start, start }];
  let offset = start + 2;
  for (const line of value.split("\n")) {
    const margin = /^\s*\*? ?/.exec(line)?.[0].length ?? 0;
    const content = line.slice(margin).trimEnd();
    const tag = /^@(\w+)\s*/.exec(content.trimStart());
    if (tag === null) blocks.at(-1)?.lines.push(content);
    else {
      const at = offset + line.indexOf("@");
      blocks.push({ tag: tag[1] as string, lines: [content.trimStart().slice(tag[0].length)], at, start: at + tag[0].length });
    }
    offset += line.length + 1;
  }
  const [prose, ...tagged] = blocks;
  const of = (...tags: readonly string[]) => tagged.filter(({ tag }) => tags.includes(tag));
  const returns = of("returns", "return")[0];
  return {
    documentation: paragraphs(prose?.lines ?? []),
    parameters: of("param", "arg", "argument").slice(0, maxParameters).flatMap(readParameter),
    ...(returns === undefined ? {} : { returns: withoutType(joined(returns.lines)) }),
    tags: of("tag", "tags").flatMap(({ lines }) => joined(lines).split(/[\s,]+/)).filter((tag) => tag !== ""),
    limits: of("limit").map(({ lines, at }) => ({ text: (lines[0] as string).trim(), start: at })),
    examples: of("example").map(({ lines }) => withoutBlankEnds(lines).join("\n")),
    start,
  };
}

const nameForm = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u;

/** Reads `{type} name text`, `[name=default] text` and `name - text`. */
function readParameter({ lines, start }: { readonly lines: readonly string[]; readonly start: number }): readonly DocParameter[] {
  const text = joined(lines);
  const typeEnd = bracketEnd(text, "{", "}");
  const type = typeEnd === 0 ? undefined : text.slice(1, typeEnd - 1).trim();
  const named = text.slice(typeEnd).trimStart();
  const bracketed = bracketEnd(named, "[", "]");
  const name = nameForm.exec(bracketed === 0 ? named : named.slice(1).trimStart())?.[0];
  if (name === undefined) return [];
  const rest = named.slice(bracketed === 0 ? name.length : bracketed).replace(/^(?:\s+-(?=\s)|\s*[:–—])?\s*/, "");
  const [line = ""] = lines;
  const at = Math.max(0, line.indexOf(name, typeEnd <= line.length ? typeEnd : 0));
  return [{ name, text: rest, start: start + at, ...(type === undefined ? {} : { type }) }];
}

/** Behind the bracket that closes the one with which a text begins; 0 where it begins with none. */
function bracketEnd(text: string, opener: string, closer: string): number {
  if (!text.startsWith(opener)) return 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === opener) depth++;
    else if (character === closer && --depth === 0) return at + 1;
  }
  return 0;
}

function withoutType(text: string): string {
  return text.slice(bracketEnd(text, "{", "}")).trimStart();
}

function joined(lines: readonly string[]): string {
  return lines.join(" ").replace(/\s+/g, " ").trim();
}

function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join("\n").replace(/\n{2,}/g, "\n\n").trim().replace(/(?<!\n)\n(?![\n*-])/g, " ");
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const filled = lines.flatMap((line, at) => (line.trim() === "" ? [] : [at]));
  return lines.slice(filled[0] ?? 0, (filled.at(-1) ?? -1) + 1);
}
