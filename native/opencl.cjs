"use strict";
/** Loads the OpenCL driver, or says why it cannot. */
const { loaderOf } = require("./find-addon.cjs");

const loadOpenCl = loaderOf({ file: "opencl.node", shippedAs: "/opencl.node" });

module.exports = { loadOpenCl };
