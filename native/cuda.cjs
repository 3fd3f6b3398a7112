"use strict";
/** Loads the CUDA driver, or says why it cannot. */
const { finderOf, loaderOf } = require("./find-addon.cjs");

const binary = { file: "cuda.node", shippedAs: "/cuda.node" };
const findCuda = finderOf(binary);
const loadCuda = loaderOf(binary);

module.exports = { findCuda, loadCuda };
