import type { Browser, Page } from "playwright-core";

/** The page of examples/browser in a browser. */
export class ExamplePage {
  /** What the browser reported: exceptions, and errors on the console, such as what the security policy forbids. */
  readonly troubles: string[] = [];
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    page.on("console", (message) => { if (message.type() === "error") this.troubles.push(message.text()); });
    page.on("pageerror", ({ message }) => this.troubles.push(message));
  }

  static async open(browser: Browser, address: string): Promise<ExamplePage> {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000); // Against what hangs; the machine may be busy.
    const opened = new ExamplePage(page);
    await page.goto(address);
    return opened;
  }

  /** Chooses a backend as a user does, and runs. */
  async runOn(backend: string): Promise<void> {
    await this.settled();
    await this.#page.locator("#backend").selectOption({ label: backend });
    await this.#page.locator("#run").click();
  }

  async give(file: string): Promise<void> {
    await this.settled();
    await this.#page.locator("#file").setInputFiles(file);
  }

  /** What the page says once it is ready for more. */
  async settled(): Promise<string> {
    await this.#page.locator("#run:enabled").waitFor();
    return this.#page.locator("#state").innerText();
  }

  /** Every label that it found, in C order. */
  labels(): Promise<readonly number[]> {
    return this.#page.evaluate("Array.from(openhcs.labels.packed().data)");
  }

  /** The colours of both canvases, as one sees them: [red, green, blue, opacity] by pixel. */
  picture(canvas: "input" | "labels"): Promise<readonly number[]> {
    return this.#page.evaluate(`(() => {
      const { width, height } = document.getElementById("${canvas}");
      return Array.from(document.getElementById("${canvas}").getContext("2d").getImageData(0, 0, width, height).data);
    })()`);
  }

  texts(selector: string): Promise<readonly string[]> {
    return this.#page.locator(selector).allInnerTexts();
  }
}
