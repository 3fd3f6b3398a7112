"use strict";
/** Loads the CUDA driver, or says why it cannot. */
const { loaderOf } = require("./find-addon.cjs");

const loadCuda = loaderOf({ file: "cuda.node", shippedAs: "/cuda.node" });

module.exports = { loadCuda };
