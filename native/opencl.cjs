"use strict";
/** Loads the OpenCL driver, or says why it cannot. */
const { finderOf, loaderOf } = require("./find-addon.cjs");

const binary = { file: "opencl.node", shippedAs: "/opencl.node" };
const findOpenCl = finderOf(binary);
const loadOpenCl = loaderOf(binary);

module.exports = { findOpenCl, loadOpenCl };
