import assert from "node:assert/strict";
import type { FunctionStore, StoredSource, StoreEvent } from "@openhcs/core";
import { skip } from "../check.js";
import type { StoreCase } from "../store-case.js";
import type { StoreSubject } from "../store-subject.js";
import { assertKeys, keysOf } from "./trusted-keys.js";

const rounds = 4;

/** A store tells what others change, and nothing else. */
export const watching: readonly StoreCase[] = [
  {
    name: "tells of every change through another object",
    async run(subject) {
      const { store, other } = await pair(subject);
      const watcher = await Watcher.start(subject, store);
      const alpha = await subject.register(other, "alpha", "one");
      assert.deepEqual((await watcher.next("alpha")).now, alpha, "what is told of a source that was registered");
      const updated = await subject.update(other, alpha, "two");
      assert.deepEqual((await watcher.next("alpha")).now, updated, "what is told of a source that was updated");
      const renamed = await subject.rename(other, updated, "beta");
      assert.deepEqual((await watcher.next("beta")).now, renamed, "what is told of the new name");
      assert.equal((await watcher.next("alpha")).now, undefined, "what is told of the old name");
      await subject.delete(other, renamed);
      assert.equal((await watcher.next("beta")).now, undefined, "what is told of a source that was deleted");
      await watcher.stop();
    },
  },
  {
    name: "does not tell of changes through the object itself",
    async run(subject) {
      const { store, other } = await pair(subject);
      const watcher = await Watcher.start(subject, store);
      const alpha = await subject.register(store, "alpha", "one");
      await subject.delete(store, await subject.update(store, alpha, "two"));
      await subject.register(other, "marker");
      await watcher.next("marker");
      await watcher.stop();
      assert.deepEqual(watcher.unread.map(({ name }) => name), [], "what else was told");
    },
  },
  {
    name: "tells of what changed since the load, before it was watched",
    async run(subject) {
      const { store, other } = await pair(subject);
      await store.load();
      const alpha = await subject.register(other, "alpha");
      const watcher = await Watcher.start(subject, store);
      assert.deepEqual((await watcher.next("alpha")).now, alpha);
      await watcher.stop();
    },
  },
  {
    name: "of two that change one source at once, tells the one that was refused of the other's change",
    async run(subject) {
      const { store, other } = await pair(subject);
      const watcher = await Watcher.start(subject, store);
      let alpha = await subject.register(store, "alpha", "at first");
      for (let round = 0; round < rounds; round++) {
        const objects = round % 2 === 0 ? [other, store] : [store, other]; // Where the first call wins, either does.
        const ends = await Promise.allSettled(objects.map((each) => subject.update(each, alpha, `round ${round}, ${each === store ? "own" : "another's"}`)));
        const made = ends.findIndex(({ status }) => status === "fulfilled");
        if (made === -1) throw (ends[0] as PromiseRejectedResult).reason;
        alpha = (ends[made] as PromiseFulfilledResult<StoredSource>).value;
        if (objects[made] === other) assert.deepEqual((await watcher.next("alpha")).now, alpha, `what is told in round ${round}`);
      }
      await subject.register(other, "marker");
      await watcher.next("marker");
      await watcher.stop();
      assert.deepEqual(watcher.unread.map(({ name }) => name), [], "what else was told");
    },
  },
  {
    name: "tells of trusted keys that come and go through another object, and not of those through itself",
    async run(subject) {
      const { store, other } = await pair(subject);
      const [own, others] = [keysOf(store), keysOf(other)];
      const watcher = await Watcher.start(subject, store);
      await others.trust({ key: "bGFi", label: "the lab", grantsTrust: true });
      await watcher.nextKeys();
      assertKeys(await own.trustedKeys(), [{ key: "bGFi", label: "the lab", grantsTrust: true }]);
      await others.distrust("bGFi");
      await watcher.nextKeys();
      assertKeys(await own.trustedKeys(), []);
      await own.trust({ key: "ZnJpZW5k", label: "a friend's", grantsTrust: false });
      await subject.register(other, "marker");
      await watcher.next("marker");
      await watcher.stop();
      assert.deepEqual(watcher.unread, [], "what else was told");
    },
  },
  {
    name: "tells nothing more when the subscription was disposed of, and others what they wait for",
    async run(subject) {
      const { store, other } = await pair(subject);
      const [first, second] = [await Watcher.start(subject, store), await Watcher.start(subject, store)];
      await first.stop();
      await subject.register(other, "alpha");
      await second.next("alpha");
      await second.stop();
      assert.deepEqual(first.unread, [], "what was told after the subscription's end");
    },
  },
  {
    name: "a listener that throws keeps nothing from the others",
    async run(subject) {
      const { store, other } = await pair(subject);
      const bad = await store.watch?.(() => {
        throw new Error("a listener that fails on purpose");
      });
      const watcher = await Watcher.start(subject, store);
      await subject.register(other, "alpha");
      await watcher.next("alpha");
      await watcher.stop();
      await bad?.[Symbol.asyncDispose]();
    },
  },
];

async function pair(subject: StoreSubject): Promise<{ readonly store: FunctionStore; readonly other: FunctionStore }> {
  const store = await subject.open();
  if (store.watch === undefined) skip("does not tell of changes");
  return { store, other: await subject.reopen(store) };
}

/** A subscription whose events are asked for by name; what others there are is left unread. */
class Watcher {
  readonly unread: StoreEvent[] = [];
  readonly #subject: StoreSubject;
  #wake = (): void => {};
  #subscription: AsyncDisposable | undefined;

  static async start(subject: StoreSubject, store: FunctionStore): Promise<Watcher> {
    const watcher = new Watcher(subject);
    watcher.#subscription = await subject.within("watch", async () => store.watch?.((event) => watcher.#told(event)));
    return watcher;
  }

  private constructor(subject: StoreSubject) {
    this.#subject = subject;
  }

  next(name: string): Promise<StoreEvent> {
    return this.#take(`an event of "${name}"`, (event) => event.name === name);
  }

  nextKeys(): Promise<StoreEvent> {
    return this.#take("an event of the trusted keys", ({ keys }) => keys === true);
  }

  #take(what: string, isMeant: (event: StoreEvent) => boolean): Promise<StoreEvent> {
    return this.#subject.within(what, async () => {
      for (;;) {
        const at = this.unread.findIndex(isMeant);
        if (at >= 0) return this.unread.splice(at, 1)[0] as StoreEvent;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    });
  }

  async stop(): Promise<void> {
    await this.#subject.within("ending the subscription", async () => this.#subscription?.[Symbol.asyncDispose]());
  }

  #told(event: StoreEvent): void {
    this.unread.push(event);
    this.#wake();
  }
}
