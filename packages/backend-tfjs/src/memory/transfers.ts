import type { Tensor } from "@tensorflow/tfjs-core";
import { NdArray, type Transfer } from "@openhcs/core";
import type { TfSession } from "../engine/session.js";
import { follow } from "./tensor-storage.js";
import { tensorDtypes } from "./tensor.js";
import { tensorType } from "./tensor-type.js";

const cost = { latencyUs: 30, gbPerSec: 2 };

/** Copies: the engine cpu would keep the caller's own elements. */
export const upload: Transfer<TfSession, NdArray, Tensor> = {
  from: "ndarray", to: "tfjs", cost, copies: true, dtypes: tensorDtypes,
  run({ data, dtype, shape }, { session }) {
    const held = tensorDtypes.find((each) => each === dtype);
    if (held === undefined) throw new TypeError(`tfjs holds ${tensorDtypes.join(", ")}, not ${dtype}.`);
    const tensor = session.run((tf) => tf.tensor((data as Float32Array).slice(), [...shape], held));
    follow(tensor);
    return tensor;
  },
};

export const download: Transfer<TfSession, Tensor, NdArray> = {
  from: "tfjs", to: "ndarray", cost, copies: true,
  async run(tensor) {
    // Another handle, so that whoever disposes of this one meanwhile takes nothing away.
    const reading = tensorType.retain(tensor);
    try {
      const array = NdArray.zeros(tensor.shape, tensor.dtype as "float32" | "int32" | "bool");
      (array.data as Float32Array).set(await reading.data());
      return array;
    } finally {
      reading.dispose();
    }
  },
};
