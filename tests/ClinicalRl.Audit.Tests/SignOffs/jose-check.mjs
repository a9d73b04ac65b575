// Usage: node jose-check.mjs JOSE_FOLDER < {"jws","keys","statement"}
// Verifies our signature with our key set, then signs the statement with a key of its own; prints {"payload","rejected","x","y","signed":[…]}.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const require = createRequire(process.argv[2] + "/");
const jose = await import(pathToFileURL(require.resolve("jose")));
const input = JSON.parse(readFileSync(0, "utf8"));

const set = jose.createLocalJWKSet(JSON.parse(input.keys));
const { payload, protectedHeader } = await jose.compactVerify(input.jws, set, { algorithms: ["ES256"] });
let rejected = false;
try {
  const parts = input.jws.split(".");
  const other = Buffer.from(Buffer.from(parts[1], "base64url").toString().replace("1.0.0", "1.0.1")).toString("base64url");
  await jose.compactVerify([parts[0], other, parts[2]].join("."), set);
} catch (error) {
  rejected = error.code === "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
}

const pair = await jose.generateKeyPair("ES256", { extractable: true });
const jwk = await jose.exportJWK(pair.publicKey);
const signed = [];
for (let i = 0; i < 16; i++) {
  signed.push(await new jose.CompactSign(new TextEncoder().encode(input.statement)).setProtectedHeader({ alg: "ES256", kid: "KID", typ: "JOSE" }).sign(pair.privateKey));
}
console.log(JSON.stringify({ payload: new TextDecoder().decode(payload), alg: protectedHeader.alg, rejected, x: jwk.x, y: jwk.y, pem: await jose.exportPKCS8(pair.privateKey), signed }));
