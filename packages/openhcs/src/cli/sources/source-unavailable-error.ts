export { SourceUnavailableError } from "@openhcs/custom-functions";
