import { beforeAll, describe, it } from "vitest";
import { commandLines, documentText, isToRun, Workshop } from "./workshop.js";

for (const document of ["README.md", "docs/host.md", "docs/researcher.md", "docs/backend-author.md"]) {
  const text = documentText(document);
  describe.skipIf(text === undefined)(document, () => {
    const workshop = new Workshop(document, text ?? "");
    let prepared: Promise<void>;

    beforeAll(() => {
      prepared = workshop.prepare();
      return prepared.catch(() => {}); // The first test tells.
    }, 120_000);

    it("compiles", () => prepared);

    for (const block of workshop.blocks.filter(isToRun)) {
      it(`does what line ${block.line} says: ${commandLines(block)[0] ?? workshop.nameOf(block)}`, async () => {
        await prepared;
        await workshop.run(block);
      }, 120_000);
    }
  });
}
