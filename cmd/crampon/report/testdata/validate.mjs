// node validate.mjs NPM SCHEMA: validates the JSON on standard input by a schema of
// draft-04 or 2020-12, with the ajv below the folder NPM. Formats are not checked.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [npm, schemaFile] = process.argv.slice(2);
const require = createRequire(npm + "/");
const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
const Ajv = schema.$schema.includes("draft-04") ? require("ajv-draft-04") : require("ajv/dist/2020");
const ajv = new (Ajv.default ?? Ajv)({ strict: false, validateFormats: false });
if (!ajv.validate(schema, JSON.parse(readFileSync(0, "utf8")))) {
  console.log(JSON.stringify(ajv.errors.slice(0, 5), null, 1));
  process.exit(1);
}
console.log("valid");
