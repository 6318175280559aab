// Validates the SARIF log of standard input against the schema of version 2.1.0 and prints the
// faults as JSON: a list of places and messages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);
const path = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const schema = JSON.parse(readFileSync(path, "utf8"));

// One pattern of the schema is none in the Unicode mode of regular expressions.
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);
validate(JSON.parse(readFileSync(0, "utf8")));
const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
console.log(JSON.stringify(faults));
