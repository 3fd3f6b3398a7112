/** What a terminal obeys, or what reverses the order in which it shows a line: everything but line ends and tabs. */
const controls = /\r(?!\n)|(?![\t\r\n])\p{Cc}|\p{Bidi_Control}/gu;

/** Text as a terminal may show it, whoever wrote it: controls are spelled out, ESC as `\x1b`. */
export function printable(text: string): string {
  return text.replace(controls, spelled);
}

function spelled(control: string): string {
  const code = control.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** JSON with the same controls as escape sequences of JSON, which leaves what it says as it is. */
export function printableJson(json: string): string {
  return json.replace(controls, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
