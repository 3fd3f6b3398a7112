import { load } from "@openhcs/native";
import { summary } from "../measure.mjs";
import { startPeer } from "../peer-process.mjs";

export const describe = "Gaussian σ = 2, 17 × 17, on 2048² float32 with one thread, turn by turn with OpenCV's with one thread";

const size = 2048;
const sigma = 2;
const radius = 8;
const rounds = 25;

export async function run() {
  const { addon, reason } = load();
  if (addon === undefined) return [{ what: "native kernel", skipped: reason }];
  const image = Float32Array.from({ length: size * size }, (_, i) => (Math.imul(i, 2654435761) >>> 0) / 2 ** 22);
  const opencv = await startPeer("opencv-gaussian.py", [size, 2 * radius + 1, sigma], new Uint8Array(image.buffer));
  if (opencv === undefined) return [{ what: "OpenCV", skipped: "python3 finds no cv2 (Debian: apt-get install python3-opencv)" }];

  const session = new addon.Session({ threads: 1 });
  const blurred = new Float32Array(size * size);
  const array = (data) => ({ dtype: "float32", shape: [size, size], data });
  const native = async () => {
    const start = performance.now();
    await session.run("gaussian", [array(image)], [array(blurred)], { sigma, radius, mode: "mirror" });
    return performance.now() - start;
  };
  const pairs = [];
  try {
    for (let round = -3; round < rounds; round++) {
      const ours = await native();
      const probe = (round + 3) * 149_993;
      const { ms, value } = await opencv.ask(probe);
      if (!(Math.abs(value - blurred[probe]) <= 1e-5 * Math.abs(value))) throw new Error(`OpenCV says ${value} at ${probe}, the native kernel ${blurred[probe]}.`);
      if (round >= 0) pairs.push({ ours, theirs: ms });
    }
  } finally {
    opencv.stop();
    session.close();
  }
  return [
    { what: `native kernel, ${session.instructionSet}`, ...summary(pairs.map(({ ours }) => ours)), unit: "ms" },
    { what: `OpenCV ${opencv.version}`, ...summary(pairs.map(({ theirs }) => theirs)), unit: "ms" },
    { what: "native to OpenCV", ...summary(pairs.map(({ ours, theirs }) => ours / theirs)), unit: "×", bar: 1 },
  ];
}
