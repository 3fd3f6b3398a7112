import { format } from "node:util";
import { ambientCall, type LogLevel } from "@openhcs/core";

/** The `console` of trusted sources: its lines belong to the call that is running, as those of isolated ones do. */
export const guestConsole = Object.freeze({
  debug: speak("debug"), trace: speak("debug"), log: speak("info"), info: speak("info"), warn: speak("warn"), error: speak("error"),
});

function speak(level: LogLevel): (...values: readonly unknown[]) => void {
  return (...values) => { ambientCall()?.log(level, format(...values)); };
}
