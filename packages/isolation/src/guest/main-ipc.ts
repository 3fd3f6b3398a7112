// A child on machines without the addon: messages come over Node's own channel, and arrays within them.
import { packFrame, unpackFrame } from "../wire/frame.js";
import { serveGuest } from "./serve-guest.js";
import type { GuestSettings } from "./settings.js";

const settings = JSON.parse(process.argv[2] as string) as GuestSettings;
const send = (process.send as (frame: Uint8Array) => boolean).bind(process);
process.on("disconnect", () => process.exit());
await serveGuest({
  post: (text, attachments) => { send(packFrame({ text, attachments })); },
  receive: (handle) => { process.on("message", (frame: Uint8Array) => handle(unpackFrame(frame))); },
}, settings);
