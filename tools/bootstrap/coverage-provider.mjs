// Vitest's V8 coverage of the compiled packages, joined by that of the Node processes that the tests start.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import v8 from "@vitest/coverage-v8";

// The name of the folder is kept in the environment: vitest loads this module anew for each step.
export default {
  ...v8,
  async getProvider() {
    const provider = await v8.getProvider();
    // The workers load the provider by this name; as "v8" they would pass us by.
    const resolveOptions = () => ({ ...provider.options, provider: "custom" });
    return Object.assign(provider, { resolveOptions, getSources: readCompiled });
  },
  async startCoverage(options) {
    // Read by Node when it starts: it does not concern this process, only those that inherit its environment.
    process.env.NODE_V8_COVERAGE = mkdtempSync(join(tmpdir(), "openhcs-coverage-"));
    return v8.startCoverage(options);
  },
  async takeCoverage(options) {
    const { result } = await v8.takeCoverage(options);
    return { result: [...result, ...takeOfChildren()] };
  },
};

/** The code that Node ran, with its map to src. By itself the provider would measure vite's rewriting of it, where every offset is another. */
async function readCompiled(url) {
  const code = await readFile(new URL(url), "utf8");
  if (!existsSync(new URL(`${url}.map`))) return { code };
  const map = JSON.parse(await readFile(new URL(`${url}.map`), "utf8"));
  return { code, map: { ...map, sources: map.sources.map((source) => new URL(source, url).href) } };
}

function takeOfChildren() {
  const folder = process.env.NODE_V8_COVERAGE;
  delete process.env.NODE_V8_COVERAGE;
  if (folder === undefined || !existsSync(folder)) return [];
  const reports = readdirSync(folder).flatMap((name) => reportIn(readFileSync(join(folder, name), "utf8")));
  rmSync(folder, { recursive: true });
  const isOurs = ({ url }) => url.startsWith("file://") && !url.includes("/node_modules/");
  return reports.flatMap(({ result }) => result.filter(isOurs).map((entry) => ({ ...entry, startOffset: 0 })));
}

/** Tests kill processes at any moment: one that was just writing its report leaves half of it, which tells nothing. */
function reportIn(text) {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
