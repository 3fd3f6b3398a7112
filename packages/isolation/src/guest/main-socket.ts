// A child that shares memory with its host: messages come over the socket that is descriptor 3.
import { createRequire } from "node:module";
import type { IsolationAddon } from "@openhcs/native/isolation";
import { serveGuest } from "./serve-guest.js";
import type { GuestSettings } from "./settings.js";
import { socketChannel } from "./socket-channel.js";

const settings = JSON.parse(process.argv[2] as string) as GuestSettings;
const addon = createRequire(import.meta.url)(settings.addonFile as string) as IsolationAddon;
await serveGuest(socketChannel(addon, 3, settings.parentId), settings);
