"use strict";
/** Loads the system calls that isolating a process takes, or says why it cannot. */
const { loaderOf } = require("./find-addon.cjs");

const loadIsolation = loaderOf({ file: "isolation.node", shippedAs: "/isolation.node" });

module.exports = { loadIsolation };
