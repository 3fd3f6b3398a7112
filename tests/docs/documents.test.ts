import { beforeAll, describe, it } from "vitest";
import { commandLines, documents, isToRun, Workshop } from "./workshop.js";

for (const { name, text } of documents()) {
  describe(name, () => {
    const workshop = new Workshop(name, text);
    let prepared: Promise<void>;

    beforeAll(() => {
      prepared = workshop.prepare();
      return prepared.catch(() => {}); // The first test tells.
    });

    it("compiles", () => prepared);

    for (const block of workshop.blocks.filter(isToRun)) {
      it(`does what line ${block.line} says: ${commandLines(block)[0] ?? workshop.nameOf(block)}`, async () => {
        await prepared;
        await workshop.run(block);
      });
    }
  });
}
