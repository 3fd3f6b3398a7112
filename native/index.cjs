"use strict";
/** Loads the kernels, or says why it cannot. */
const { loaderOf } = require("./find-addon.cjs");

const load = loaderOf({ file: "openhcs.node", shippedAs: "" });

module.exports = { load };
