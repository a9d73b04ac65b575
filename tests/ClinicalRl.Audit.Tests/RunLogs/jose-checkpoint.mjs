// Usage: node jose-checkpoint.mjs JOSE_FOLDER < {"keys","jws":[…]}; verifies each with the key set; prints [{"kid","typ","payload"}].
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const require = createRequire(process.argv[2] + "/");
const jose = await import(pathToFileURL(require.resolve("jose")));
const { keys, jws } = JSON.parse(readFileSync(0, "utf8"));
const set = jose.createLocalJWKSet(JSON.parse(keys));
const verified = [];
for (const text of jws) {
  const { payload, protectedHeader } = await jose.compactVerify(text, set, { algorithms: ["ES256"] });
  verified.push({ kid: protectedHeader.kid, typ: protectedHeader.typ, payload: new TextDecoder().decode(payload) });
}
console.log(JSON.stringify(verified));
