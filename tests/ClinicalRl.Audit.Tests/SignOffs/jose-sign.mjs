// Usage: node jose-sign.mjs JOSE_FOLDER < {"pem","kid","statement"}; prints 16 signatures of the statement as a JSON list.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const require = createRequire(process.argv[2] + "/");
const jose = await import(pathToFileURL(require.resolve("jose")));
const { pem, kid, statement } = JSON.parse(readFileSync(0, "utf8"));
const key = await jose.importPKCS8(pem, "ES256");
const signed = [];
for (let i = 0; i < 16; i++) signed.push(await new jose.CompactSign(new TextEncoder().encode(statement)).setProtectedHeader({ alg: "ES256", kid }).sign(key));
console.log(JSON.stringify(signed));
