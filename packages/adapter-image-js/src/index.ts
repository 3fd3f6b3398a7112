export { imageJs } from "./image-js.js";
