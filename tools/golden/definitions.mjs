import { isFunctionDefinition } from "@openhcs/core";
import * as functions from "@openhcs/functions";
import * as io from "@openhcs/io";

/** All function definitions of the library, each with its golden mappings. */
export const definitions = [...Object.values(functions), ...Object.values(io)].filter(isFunctionDefinition);
