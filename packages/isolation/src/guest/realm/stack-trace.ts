/** What V8 tells of a frame. */
interface Frame {
  getFileName(): string | null | undefined;
  toString(): string;
}

/** Files of the realm around this one: where they lie is nothing for user code to know. Not by a regular expression, whose last input this realm could see. */
const hidden = ["file:", "node:"] as const;

/** Formats stacks as V8 does, without the frames of the realm around this one. */
export function formatStack(error: unknown, frames: readonly Frame[]): string {
  const lines = [titleOf(error)];
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i] as Frame;
    const name = frame.getFileName() ?? "node:";
    if (!hidden.some((scheme) => name.startsWith(scheme))) lines.push(`    at ${frame.toString()}`);
  }
  return lines.join("\n");
}

function titleOf(error: unknown): string {
  try {
    return `${error as Error}`;
  } catch {
    return "<error>";
  }
}
