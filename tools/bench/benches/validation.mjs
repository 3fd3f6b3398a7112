import { analyze, validateCode } from "@openhcs/validator";
import { libraryFunctions } from "openhcs";
import { measureSyncUs } from "../measure.mjs";

export const describe = "validating the source of a custom function of 50 lines, and reading a thousand such sources as at start";

const source = `import { gaussian, ndarray, type NdArray } from "openhcs";

interface Level { readonly value: number; readonly name: string }

function clampValue<T extends number>(value: T, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/**
 * Keep what is brighter than its smoothed surroundings.
 *
 * Pixels below the threshold become 0, or stay as they are.
 * @param threshold intensity above the surroundings, 0..1
 * @param sigma width of the surroundings, pixels, 0..50
 * @param levels how many levels are tried, integer, 1..100
 * @param mode what becomes of the rest
 * @returns the bright pixels, and how many there are
 */
export const brightSpots = ndarray({ contract: "pure3d", specialOutputs: ["counts"] })(
  async function brightSpots(
    image: NdArray,
    threshold: number = 0.5,
    sigma: number = 10,
    levels: number = 10,
    mode: "zero" | "keep" = "zero",
  ) {
    const background = await gaussian(image, { sigma });
    const tried: Level[] = [];
    let count = 0;
    const result = image.subtract(background).map((value: number): number => {
      if (value > threshold) {
        count++;
        return clampValue(value, 0, 1);
      }
      return mode === "zero" ? 0 : value;
    });
    for (let i = 0; i < levels; i++) {
      tried.push({ value: i / levels, name: \`level \${i}\` });
    }
    const best = tried.find((level) => level.value > threshold);
    const size = image.shape.reduce((product, length) => product * length, 1);
    return [
      result,
      { count, size, share: count / size, best: best?.name ?? "none" },
    ];
  },
);

export const half = ndarray((image: NdArray) => image.divide(2));
`;

const options = { libraryFunctions: libraryFunctions.map(({ name }) => name), memoryTypes: ["ndarray"] };

export async function run() {
  const { isValid, errors } = validateCode(source, options);
  if (!isValid) throw new Error(`the source is not valid: ${JSON.stringify(errors)}`);
  const validation = measureSyncUs(() => validateCode(source, options), { batches: 60, repeats: 20 });
  const analysis = measureSyncUs((i) => analyze(source.replace("brightSpots", `brightSpots${i}`), options).functions, { batches: 60, repeats: 20 });
  return [
    { what: `validateCode, ${source.split("\n").length} lines`, ...inMs(validation), unit: "ms", bar: 2 },
    { what: "analyze, each of many sources", ...inMs(analysis), unit: "ms", bar: 1 },
  ];
}

function inMs({ median, min, max }) {
  return { median: median / 1000, min: min / 1000, max: max / 1000 };
}
