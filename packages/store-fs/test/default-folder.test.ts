import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultFolder } from "@openhcs/store-fs";

const home = "/home/someone";

describe("by default functions lie", () => {
  it.each([
    ["where XDG_DATA_HOME says", { env: { XDG_DATA_HOME: "/data" }, platform: "linux" }, "/data/openhcs/custom_functions"],
    ["below ~/.local/share", { env: {}, platform: "linux" }, "/home/someone/.local/share/openhcs/custom_functions"],
    ["below ~/.local/share where XDG_DATA_HOME is no absolute path", { env: { XDG_DATA_HOME: "data" }, platform: "linux" }, "/home/someone/.local/share/openhcs/custom_functions"],
    ["in Application Support on macOS", { env: {}, platform: "darwin" }, "/home/someone/Library/Application Support/openhcs/custom_functions"],
    ["in LOCALAPPDATA on Windows", { env: { LOCALAPPDATA: "/local" }, platform: "win32" }, "/local/openhcs/custom_functions"],
    ["in AppData on a Windows that does not say", { env: {}, platform: "win32" }, "/home/someone/AppData/Local/openhcs/custom_functions"],
  ] as const)("%s", (_, { env, platform }, expected) => {
    expect(defaultFolder({ env, platform, home })).toBe(join(expected));
  });
});
