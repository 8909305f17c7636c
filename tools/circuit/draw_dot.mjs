// Draws a Graphviz description (stdin) as SVG (stdout) with Graphviz as WebAssembly: draw_dot.mjs MODULE
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { instance } = await import(pathToFileURL(process.argv[2]));
const viz = await instance();
process.stdout.write(viz.renderString(readFileSync(0, "utf8"), { format: "svg" }));
