import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  build: { chunkSizeWarningLimit: 1000 }, // The whole library is in it, so that the page can run any function.
});
