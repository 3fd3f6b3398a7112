import { isNdArray, isOpenHcsError, mainOutputName } from "@openhcs/core";

/**
 * What a function makes of the sample with the first of its examples that fits.
 * @returns {Promise<{ name: string, call: string, before?: readonly object[], after?: object, value?: string }>}
 */
export async function sampleRun(runtime, definition, scene) {
  const refusals = [];
  for (const { arrays, parameters } of trials(definition, scene)) {
    const [first, ...others] = arrays;
    const args = first === undefined ? [parameters] : [first[1], { ...Object.fromEntries(others), ...parameters }];
    try {
      const { outputs } = await runtime.call(definition.name, ...args);
      return { name: definition.name, call: callWords(definition.name, arrays, parameters), ...shown(definition, arrays.map(([, array]) => array), outputs) };
    } catch (error) {
      if (!isOpenHcsError(error, "INVALID_ARGUMENT", "INVALID_ARRAY")) throw error;
      refusals.push(error.message);
    }
  }
  throw new Error(`no example of ${definition.name} fits the sample:\n${refusals.join("\n")}`);
}

/** Each example with all arrays, then with those that are needed. */
function trials(definition, scene) {
  const { inputs, examples = [{}] } = definition;
  const all = Object.entries(inputs).map(([input, argument]) => [input, subjectFor(input, argument, definition, scene)]);
  const needed = all.filter(([input]) => inputs[input].optional !== true);
  return examples.flatMap((parameters) => [all, needed].map((arrays) => ({ arrays, parameters })));
}

function shown(definition, before, outputs) {
  const main = mainOutputName(definition);
  const after = outputs[main];
  return isNdArray(after) && after.rank >= 2 ? { before, after } : { value: valueWords(outputs) };
}

/** The part of the scene that an argument is about, by its name and description. */
function subjectFor(input, { description = "", ranks = [2], dtypes }, { category, contract, elementwise, inputs }, scene) {
  const { labels, mask, markers, seed, other, moved } = scene;
  const named = { labels, markers, seed, other, mask: inputs.seed === undefined ? mask : scene.image, condition: mask, moving: moved }[input];
  const image = { segmentation: scene.smooth, arithmetic: scene.unit, comparisons: scene.unit, ...(elementwise === true && { thresholds: scene.unit }) }[category] ?? scene.image;
  const subject = named ?? (/^A mask\b/.test(description) ? mask : ranks.includes(2) && contract !== "pure3d" ? image : scene.stack);
  return dtypes === undefined || dtypes.includes(subject.dtype) ? subject : subject.cast(dtypes[0]);
}

function callWords(name, arrays, parameters) {
  const [first, ...others] = arrays.map(([input]) => input);
  const named = [...others, ...Object.entries(parameters).map(([parameter, value]) => `${parameter}: ${JSON.stringify(value)}`)];
  return `${name}(${[first, named.length === 0 ? undefined : `{ ${named.join(", ")} }`].filter((part) => part !== undefined).join(", ")})`;
}

/** Of numbers that are there as an array too, the numbers. */
function valueWords({ values, ...outputs }) {
  const told = values === undefined || outputs.value !== undefined ? outputs : { values, ...outputs };
  return Object.entries(told).map(([output, value]) => `${output} ${plain(value)}`).join(", ");
}

function plain(value) {
  if (isNdArray(value)) return value.size > 8 ? `of ${value.size} values` : `[${Array.from(value.packed().data, rounded).join(", ")}]`;
  if (typeof value === "number") return String(rounded(value));
  if (Array.isArray(value)) return `[${value.map(plain).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const [column] = Object.values(value);
  return `of ${column.length} rows with columns ${Object.keys(value).join(", ")}`;
}

function rounded(value) {
  return typeof value === "number" ? Number(value.toPrecision(4)) : String(value);
}
