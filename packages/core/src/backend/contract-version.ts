/**
 * Version of the contract between the core and its backends.
 *
 * A new optional member raises the minor number; whatever breaks an existing backend raises the major one.
 */
export const contractVersion = "1.3.0";

/** Contracts that a backend built against this core works with. */
export const supportedContracts = `^${contractVersion}`;
