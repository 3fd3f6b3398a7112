import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const isRequired = !["", "0", undefined].includes(process.env["OPENHCS_REQUIRE_NATIVE"]);
const executablePath = findExecutable();

/** Why tests that need a browser are skipped here; undefined where they run, or must. */
export const missing = executablePath !== undefined || isRequired ? undefined : "no chromium on the path; Debian: apt-get install chromium";

/** WebGPU on the processor, by the Vulkan driver that comes with Chromium, which otherwise wants a GPU. */
export const withWebGpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** Starts Chromium without a window, in a profile of its own. Closing it ends its processes and removes the profile. */
export async function openChromium(args: readonly string[] = []): Promise<Browser> {
  if (executablePath === undefined) throw new Error("Chromium is required here, and there is none on the path.");
  return chromium.launch({ executablePath, args: [...args], timeout: 60_000 });
}

function findExecutable(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return ["chromium", "chromium-browser", "google-chrome"].flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}
