// The preview of `incident serve` in many tabs: each loads, though browsers hold six connections
// to one host, and those that are looked at show what was saved. Usage: node preview.mjs BINARY WORKSPACE

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const TABS = 9;
const workspace = mkdtempSync(join(tmpdir(), "preview-"));
for (const part of ["incident.toml", "incidents"]) {
  cpSync(join(process.argv[3], part), join(workspace, part), { recursive: true });
}
const server = spawn(resolve(process.argv[2]), ["serve", "--root", workspace, "--port", "0"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const address = await new Promise((done) => createInterface(server.stdout).once("line", done));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const context = await browser.newContext();
// Without a window, all tabs think that they are looked at: whether they are is told by hand.
await context.addInitScript(() => {
  let hidden = true;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  window.look = (is) => {
    hidden = !is;
    document.dispatchEvent(new Event("visibilitychange"));
  };
});

let failed = 0;
async function expect(what, happens) {
  const ok = await happens().then(() => true, () => false);
  failed += ok ? 0 : 1;
  console.log(`${ok ? "ok  " : "FAIL"} ${what}`);
}

const tabs = [];
for (let number = 1; number <= TABS; number += 1) {
  const tab = await context.newPage();
  tabs.push(tab);
  await expect(`tab ${number} loads`, async () => {
    await tab.goto(address, { timeout: 5000 });
    await tab.evaluate(() => { look(true); look(false); });
  });
}
const config = join(workspace, "incident.toml");
const saved = readFileSync(config, "utf8").replace(/^title *=.*$/m, 'title = "Saved just now"');
await tabs[0].evaluate(() => look(true));
writeFileSync(config, saved);
const shows = (tab) => tab.waitForFunction(() => document.title.includes("Saved just now"), { timeout: 10000 });
await expect("the tab that is looked at shows what was saved", () => shows(tabs[0]));
await expect("another shows it once it is looked at", async () => {
  if ((await tabs[5].title()).includes("Saved just now")) throw new Error("it was hidden");
  await tabs[5].evaluate(() => look(true));
  await shows(tabs[5]);
});

await browser.close();
server.kill("SIGINT");
console.log(`${TABS + 2 - failed} of ${TABS + 2} passed`);
process.exit(failed === 0 ? 0 : 1);
