// node render.mjs NPM: renders the Markdown on standard input as GitHub's flavour,
// with the micromark below the folder NPM. HTML in the text comes out as it is.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const load = (name) => import(pathToFileURL(`${process.argv[2]}/node_modules/${name}/index.js`));
const { micromark } = await load("micromark");
const { gfm, gfmHtml } = await load("micromark-extension-gfm");
const options = { allowDangerousHtml: true, allowDangerousProtocol: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] };
process.stdout.write(micromark(readFileSync(0, "utf8"), options));
