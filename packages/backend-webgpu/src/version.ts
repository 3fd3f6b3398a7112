/** That of the package; a browser cannot read package.json. */
export const version = "0.1.0";
