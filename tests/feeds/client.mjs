// The site's api/v2 through a client that was written for Statuspage: every call it has for
// reading, and its TypeScript types over every answer. Usage: node client.mjs SITE_DIR
// Prints as JSON what the client got.

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { Statuspage } = require("statuspage.io");
const here = dirname(fileURLToPath(import.meta.url));
const site = resolve(process.argv[2]);

const server = createServer((request, response) => {
  try {
    const body = readFileSync(join(site, new URL(request.url, "http://x").pathname));
    response.setHeader("content-type", "application/json");
    response.end(body);
  } catch {
    response.statusCode = 404;
    response.end("{}");
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const client = new Statuspage("example");
// The one thing that differs: where it asks.
client.apiClient.defaults.baseURL = `http://127.0.0.1:${server.address().port}`;
client.apiClient.defaults.proxy = false;
const got = {
  Status: await client.api.getStatus(),
  Summary: await client.api.getSummary(),
  Components: await client.api.getComponents(),
  Incidents: await client.api.incidents.getAll(),
  Unresolved: await client.api.incidents.getUnresolved(),
  Maintenances: await client.api.scheduledMaintenances.getAll(),
  Upcoming: await client.api.scheduledMaintenances.getUpcoming(),
  Active: await client.api.scheduledMaintenances.getActive(),
};
server.close();

// A literal must have every key of its type, and may have more. Enums are compared by their values, and the client's
// types do not know the words of maintenance.
const types = {
  Status: "Status", Summary: "Summary", Components: "Components", Incidents: "Incidents",
  Unresolved: "Incidents", Maintenances: "ScheduledMaintenances",
  Upcoming: "ScheduledMaintenances", Active: "ScheduledMaintenances",
};
const source = [
  'import type * as S from "statuspage.io/dist/interfaces/Result.js";',
  "type Plain<T> = T extends string ? `${T}` : T extends number | boolean | null ? T",
  "  : T extends (infer I)[] ? Plain<I>[]",
  "  : { [K in keyof T]: Plain<T[K]> | (K extends keyof Work ? Work[K] : never) } & { [more: string]: unknown };",
  "type Work = { impact: 'maintenance'; status: 'scheduled' | 'in_progress' | 'verifying' | 'completed' };",
  ...Object.entries(types).map(([name, type]) => `export const a${name}: Plain<S.${type}> = ${JSON.stringify(got[name])};`),
];
const folder = mkdtempSync(join(here, ".types-"));
try {
  const file = join(folder, "shapes.ts");
  writeFileSync(file, source.join("\n"));
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", file], { cwd: here, stdio: ["ignore", 2, 2] });
} finally {
  rmSync(folder, { recursive: true });
}
console.log(JSON.stringify(got));
