import type { ParameterArgument } from "@openhcs/core";
import { ImageRequestError } from "./image-errors.js";
import type { ImageFormat, WriteOptions } from "./image-format.js";

/** Every option of writing; a format lists those that it has. */
export const writeParameters = {
  compression: { type: "string", choices: ["deflate", "none"], default: "deflate", description: "How pixels are packed; both lose nothing." },
  predictor: { type: "string", choices: ["none", "horizontal", "floating-point"], optional: true, description: "What deflate is given instead of the values in TIFF: differences of integers, or of the bytes of floats, which fewer readers undo. Default: horizontal for integers of up to 32 bits, else none." },
  tileSize: { type: "integer", min: 16, max: 16384, optional: true, unit: "px", description: "Edge of the square tiles or chunks that a plane is cut into; in TIFF a multiple of 16, and strips where it is left out." },
  levels: { type: "integer", min: 1, max: 32, optional: true, description: "Resolutions, the full one included; each halves Y and X. Default: 1 in TIFF, in OME-Zarr as many as lead to 256 pixels." },
  downsampling: { type: "string", choices: ["mean", "nearest"], default: "mean", description: "How a pixel of a lower resolution comes from four: their mean, or the first of them, as labels need it." },
  bigTiff: { type: "boolean", optional: true, description: "64-bit offsets. Default: where the pixels come close to 4 GiB." },
  ngffVersion: { type: "string", choices: ["0.4", "0.5"], default: "0.4", description: "Version of OME-NGFF: 0.4 over Zarr 2, 0.5 over Zarr 3." },
} as const satisfies { readonly [Name in keyof WriteOptions]-?: ParameterArgument };

/** The options that a format has and a caller gave. @throws ImageRequestError for one that it does not have, or of a value that breaks the option's rule */
export function checkWriteOptions(file: string, format: ImageFormat, options: WriteOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || !Object.hasOwn(writeParameters, name)) continue;
    const own = Object.keys(format.writeOptions ?? {});
    // Every format takes this one, for those that pack nothing have nothing to refuse.
    if (name !== "compression" && !own.includes(name)) throw new ImageRequestError(file, `${format.name} is written without the option "${name}"${own.length === 0 ? "" : `, only with ${own.join(", ")}`}.`);
    const broken = brokenRule(writeParameters[name as keyof WriteOptions], value);
    if (broken !== undefined) throw new ImageRequestError(file, `"${name}" ${broken}, received ${JSON.stringify(value)}.`);
  }
}

function brokenRule(parameter: ParameterArgument, value: unknown): string | undefined {
  if (parameter.type === "boolean") return typeof value === "boolean" ? undefined : "must be true or false";
  if (parameter.type === "string") return parameter.choices?.includes(value as string) === true ? undefined : `must be one of ${parameter.choices?.map((choice) => JSON.stringify(choice)).join(", ")}`;
  const { min = -Infinity, max = Infinity } = parameter as { readonly min?: number; readonly max?: number };
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max ? undefined : `must be an integer in [${min}, ${max}]`;
}
