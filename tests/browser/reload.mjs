// How long it takes from a save to the reloaded page of `incident serve`, in a real browser. It
// only measures; nothing passes or fails. Usage: node reload.mjs BINARY WORKSPACE [SAVES]

import { spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [binary, workspace] = process.argv.slice(2, 4).map((path) => resolve(path));
const saves = Number(process.argv[4] ?? 20);

const server = spawn(binary, ["serve", "--root", workspace, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const [address] = await new Promise((done) => createInterface(server.stdout).once("line", (line) => done([line])));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage();
const incidents = readdirSync(join(workspace, "incidents")).filter((name) => /^\d/.test(name));
const id = incidents[Math.floor(incidents.length / 2)];

async function measure(name, path, file) {
  await page.goto(`${address}${path}`);
  const text = readFileSync(file, "utf8");
  const taken = [];
  for (let save = 0; save < saves; save += 1) {
    // The script has connected when this has passed.
    await new Promise((done) => setTimeout(done, 200));
    const loaded = page.waitForEvent("load");
    const from = performance.now();
    writeFileSync(file, `${text}${" ".repeat(save % 2)}\n`);
    await loaded;
    taken.push(performance.now() - from);
  }
  writeFileSync(file, text);
  taken.sort((a, b) => a - b);
  const middle = taken[Math.floor(taken.length / 2)];
  console.log(`${name}: median ${middle.toFixed(0)} ms, longest ${taken.at(-1).toFixed(0)} ms, ${saves} saves`);
}

console.log(`${incidents.length} incidents`);
await measure("an incident's page after a change of its report", `incidents/${id}/`, join(workspace, "incidents", id, "report.md"));
await measure("the status page after a change of an incident's facts", "", join(workspace, "incidents", id, "facts.toml"));
await browser.close();
server.kill("SIGINT");
