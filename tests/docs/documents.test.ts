import { beforeAll, describe, it } from "vitest";
import { commandLines, documentExists, isToRun, Workshop } from "./workshop.js";

const documents = ["README.md", "docs/host.md", "docs/researcher.md", "docs/backend-author.md"];

for (const document of documents.filter(documentExists)) {
  describe(document, () => {
    const workshop = new Workshop(document);
    let failure: unknown;

    beforeAll(async () => {
      await workshop.prepare().catch((error: unknown) => { failure = error; });
    }, 120_000);

    it("compiles", () => {
      if (failure !== undefined) throw failure;
    });

    for (const block of workshop.blocks.filter(isToRun)) {
      it(`does what line ${block.line} says: ${commandLines(block)[0] ?? workshop.nameOf(block)}`, async () => {
        if (failure !== undefined) throw new Error("the document does not compile");
        await workshop.run(block);
      }, 120_000);
    }
  });
}
