import { loadIsolation } from "@openhcs/native/isolation";
import { Isolation, type IsolationOptions } from "@openhcs/isolation";

const loaded = loadIsolation();
const hasNative = loaded.addon !== undefined && new Isolation().facts.level === "full";

/** A way in which children run. */
export interface Way {
  readonly name: string;
  readonly options: IsolationOptions;
  /** Whether arrays lie in segments. */
  readonly hasSegments: boolean;
}

/** Every way that runs on this machine. */
export const ways: readonly Way[] = [
  ...(hasNative ? [{ name: "hardened", options: {}, hasSegments: true }] : []),
  { name: "portable", options: { native: "off" }, hasSegments: false },
  { name: "worker", options: { tier: "worker" }, hasSegments: false },
];

/** Those in processes of their own. */
export const processWays = ways.filter(({ options }) => options.tier !== "worker");

/** Why tests of the hardened way are skipped; undefined where they are not. */
export const noNative = hasNative ? undefined : `no native addon here: ${loaded.addon === undefined ? loaded.reason : "this system cannot filter system calls"}`;

/** Why tests of segments are skipped where there are none. */
export const noSegments = "arrays travel in messages here, not in segments";
