// A module of its own: bundlers run what a module imports in order, but CommonJS, which this is, only with the importer itself.
import "reflect-metadata";
