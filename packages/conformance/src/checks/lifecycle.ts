import assert from "node:assert/strict";
import { isOpenHcsError } from "@openhcs/core";
import { skip, type Check } from "../check.js";
import { prepareWork, work } from "../work.js";

const rounds = 20;

/** Opens and closes as often as one likes, in whatever state. */
export const lifecycle: Check = ({ backend }) => [
  {
    name: "opens and closes twenty times",
    async run(subject) {
      for (let i = 0; i < rounds; i++) await subject.close(await subject.open());
    },
  },
  {
    name: "two sessions live side by side",
    async run(subject) {
      const [first, second] = [await subject.open(), await subject.open()];
      await subject.close(first);
      await subject.close(second);
    },
  },
  {
    name: "closing twice is harmless",
    async run(subject) {
      if (backend.close === undefined) skip("has nothing to close");
      const session = await subject.open();
      await subject.close(session);
      await subject.close(session);
    },
  },
  {
    name: "works after twenty runtimes came and went",
    async run(subject) {
      for (let i = 0; i < rounds; i++) {
        const runtime = await subject.runtime();
        await work(subject, runtime, i);
        await subject.closeRuntime(runtime);
      }
    },
  },
  {
    name: "calls in flight when the runtime closes end, and the next runtime works",
    async run(subject) {
      const runtime = await subject.runtime();
      const prepared = await Promise.all(Array.from({ length: 8 }, (_, i) => prepareWork(subject, runtime, i)));
      const inFlight = Promise.allSettled(prepared.map((start) => start()));
      await subject.closeRuntime(runtime);
      for (const end of await subject.within("the calls in flight", () => inFlight)) {
        if (end.status === "fulfilled") continue;
        assert.ok(isOpenHcsError(end.reason), `a call in flight ended with an error of no code: ${String(end.reason)}`);
      }
      await work(subject, await subject.runtime(), 9);
    },
  },
];
