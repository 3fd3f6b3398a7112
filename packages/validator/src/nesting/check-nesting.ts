import { NestingReader, type NestingRefusal } from "./nesting-reader.js";

/** Readings that are followed side by side. */
const maxReadings = 16;

/**
 * Says why a source must not be given to the parser: it is native code, which overflows its stack and ends the process where syntax is
 * nested thousands deep, and which takes exponential time where `<` and brackets alternate.
 *
 * Reads words and brackets only, and counts too much rather than too little. Where a slash may divide or begin a regular expression it
 * follows both readings until they meet again, and refuses what either finds: what is accepted is safe, whatever it is.
 */
export function checkNesting(code: string): NestingRefusal | undefined {
  let readings = [new NestingReader(code)];
  for (;;) {
    const reading = readings.length === 1 ? readings[0] as NestingReader : readings.reduce((a, b) => (b.at < a.at ? b : a));
    if (reading.at >= code.length) return undefined;
    const other = reading.step();
    if (reading.refusal !== undefined) return reading.refusal;
    if (other !== undefined) readings.push(other);
    if (readings.length === 1) continue;
    readings = distinct(readings);
    if (readings.length > maxReadings) return cannotTell(reading.at);
  }
}

/** Readings that met are one, and a reading that cannot be right goes where another may be. */
function distinct(readings: readonly NestingReader[]): NestingReader[] {
  const kept: NestingReader[] = [];
  for (const reading of readings) {
    const same = kept.find((other) => other.at === reading.at && other.state === reading.state);
    if (same === undefined) kept.push(reading);
    else same.absorb(reading);
  }
  const possible = kept.filter(({ isMismatched }) => !isMismatched);
  return possible.length > 0 ? possible : kept;
}

function cannotTell(at: number): NestingRefusal {
  return {
    code: "AMBIGUOUS_SLASH", start: at - 1,
    message: "Whether a slash divides or begins a regular expression cannot be told here. Put the division in parentheses, or the expression in a constant of its own.",
  };
}
