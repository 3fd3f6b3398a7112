const maxLength = 60;

/** A file's own words as they stand in a message: in quotes, on one line, and cut where they are long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

/** The beginning of a long text; the whole of a short one. */
export function shorten(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}
