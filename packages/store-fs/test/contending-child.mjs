// One of several processes that change one folder. Arguments: folder, tag, count; adds a line to one of three sources, so often, and swings another between two names.
import { fileStore } from "@openhcs/store-fs";

const [folder, tag, count] = process.argv.slice(2);
const store = fileStore({ folder, waitMs: 60_000 });

/** Reads and changes until the change is taken. */
async function insist(read, changeOf) {
  for (;;) {
    const before = await read();
    if (before === undefined) continue;
    try {
      return await store.change(changeOf(before));
    } catch (error) {
      if (error.code !== "STORE_CONFLICT") throw error;
    }
  }
}

for (let at = 0; at < Number(count); at++) {
  await insist(() => store.read(`lines${at % 3}`), (before) => ({ kind: "updated", before, after: { ...before, source: `${before.source}${tag} ${at}\n` } }));
  await insist(
    async () => (await store.read("ping")) ?? (await store.read("pong")),
    (before) => ({ kind: "renamed", before, after: { ...before, name: before.name === "ping" ? "pong" : "ping" } }),
  );
}
