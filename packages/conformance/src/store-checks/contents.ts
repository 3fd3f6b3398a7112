import assert from "node:assert/strict";
import type { StoreCase } from "../store-case.js";
import { assertHolds, assertStored } from "./assert-store.js";

/** Texts that a careless store changes on the way. */
const delicate = {
  empty: "",
  withoutEnd: "export const a = 1;",
  windows: "const a = 1;\r\nconst b = 2;\r\n",
  mark: "\uFEFFconst a = 1;\n",
  beyond: "// µm ≤ 𝛼 \u2028 \0 é e\u0301\n",
  long: "// a line of the source\n".repeat(20_000),
} as const;

/** What goes in comes out, byte by byte. */
export const contents: readonly StoreCase[] = [
  {
    name: "a fresh store is empty",
    async run(subject) {
      const store = await subject.open();
      assert.deepEqual(await store.load(), { sources: [], failures: [], warnings: [] });
    },
  },
  {
    name: "keeps every source as it is, with the SHA-256 of its UTF-8 bytes",
    async run(subject) {
      const store = await subject.open();
      const stored = [];
      for (const [name, source] of Object.entries(delicate)) {
        const one = await subject.register(store, name, source);
        assertStored(one, subject.after(name, source));
        stored.push(one);
      }
      await assertHolds(store, stored, "after registering");
    },
  },
  {
    name: "a name that nothing has reads as undefined",
    async run(subject) {
      const store = await subject.open();
      await subject.register(store, "alpha");
      assert.equal(await store.read("beta"), undefined);
    },
  },
  {
    name: "what it hands out and takes in stays apart from what it keeps",
    async run(subject) {
      const store = await subject.open();
      const given = { ...subject.after("alpha", "one"), signature: { key: "a key", signature: "one's signature" } };
      const stored = await subject.change(store, { kind: "registered", after: given });
      const expected = { ...stored, signature: { ...given.signature } };
      const { sources } = await store.load();
      for (const handed of [given, stored, sources[0], await store.read("alpha")]) overwrite(handed);
      (sources as unknown[]).length = 0;
      await assertHolds(store, [expected], "after what was handed out was overwritten");
    },
  },
];

/** As far as it can be: frozen is as good as copied. */
function overwrite(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    overwrite(Reflect.get(value, key));
    Reflect.set(value, key, "overwritten");
  }
}
