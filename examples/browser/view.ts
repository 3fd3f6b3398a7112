import { formatBytes, formatUs, type CallRecord, type PatternPlan, type Runtime } from "@openhcs/core";

/** An element of the page by its id. */
export function element<T extends HTMLElement = HTMLElement>(id: string, kind: new () => T = HTMLElement as unknown as new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} "${id}".`);
}

const words = { running: "Running", done: "Done", failed: "Failed" };

export function showState(state: keyof typeof words, detail = words[state]): void {
  const output = element("state");
  output.className = state;
  output.textContent = detail;
}

/** The backends to choose from, and those that this browser cannot use, with the reason. */
export function showBackends({ available, unavailable }: Runtime): void {
  const choices = [["", "as planned"], ...available.map(({ backend }) => [backend, backend]), ["reference", "reference"]];
  element("backend").replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
  element("unavailable").hidden = unavailable.length === 0;
  element("unavailable").replaceChildren(...unavailable.map(({ backend, reason, remedy = "" }) => withText("li", `${backend} is not available: ${reason} ${remedy}`)));
}

interface Result {
  readonly plan: PatternPlan;
  readonly record: CallRecord;
  readonly count: number;
}

export function showResult({ plan, record, count }: Result): void {
  element("count").textContent = `${count} objects in ${formatUs(record.durationUs)}`;
  element("plan").textContent = plan.explain();
  element("steps").replaceChildren(...record.calls.map(stepRow));
}

function stepRow({ key, kernel = "", fallback, durationUs, moves }: CallRecord): HTMLElement {
  const bytes = moves.reduce((sum, move) => sum + move.bytes, 0);
  const name = key.slice(key.indexOf(":") + 1);
  const cells = [name, fallback === undefined ? kernel : `${kernel} (${fallback})`, formatUs(durationUs), formatBytes(bytes)];
  const row = document.createElement("tr");
  row.append(...cells.map((text) => withText("td", text)));
  return row;
}

function withText(tag: string, text: string): HTMLElement {
  return Object.assign(document.createElement(tag), { textContent: text });
}
