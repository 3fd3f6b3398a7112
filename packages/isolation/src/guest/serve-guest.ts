import type { ServeMessage } from "../wire/message.js";
import { compile } from "./compile.js";
import { loadRealm, type RealmFolders } from "./realm-loader.js";
import { hardenIntrinsics } from "./realm/harden-intrinsics.js";
import type { HostPort, Incoming } from "./realm/port.js";
import { maxMessage, maxStack } from "./realm/told-length.js";

/** How this process speaks with its host. */
export interface GuestChannel extends HostPort {
  /** Hands over every message that comes, one at a time. */
  receive(handle: (message: Incoming) => void): void;
  /** Gives up all rights that it does not need. */
  lockDown?(): void;
}

/** The life of a child: it makes a realm, locks itself down, and only then compiles the one source that it serves. */
export async function serveGuest(channel: GuestChannel, folders: RealmFolders): Promise<void> {
  const { context, start } = await loadRealm(folders);
  const bridge = start(channel);
  hardenIntrinsics();
  channel.lockDown?.();
  // What user code throws and nobody catches is not looked at here: its getters would run in this realm.
  process.on("unhandledRejection", () => {});
  process.setUncaughtExceptionCaptureCallback(() => process.exit(70));
  let isServing = false;
  channel.receive(({ text, attachments }) => {
    if (isServing) return bridge.deliver(text, attachments);
    isServing = true;
    const { source } = JSON.parse(text) as ServeMessage;
    try {
      const compiled = compile(source, context);
      bridge.serve(compiled, JSON.stringify({ imports: source.imports, names: source.names }));
    } catch (error) {
      const { name, message, stack } = error as Error;
      channel.post(JSON.stringify({ type: "failed", error: { name, message: message.slice(0, maxMessage), stack: stack?.slice(0, maxStack) } }), []);
    }
  });
  channel.post(JSON.stringify({ type: "ready" }), []);
}
