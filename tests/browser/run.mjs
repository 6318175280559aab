// The rendered site in a real browser: no axe violation in either colour scheme, no console
// message, no request that leaves, no horizontal scroll from 320 px up, no word that is broken where
// a line has room for it, no parts of a report that touch; and the Nu checker. Of each kind of page,
// the first MOST. Usage: node run.mjs SITE_DIR SCREENSHOT_DIR MOST [safety]

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join, relative, resolve } from "node:path";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const [site, shots] = process.argv.slice(2, 4).map((path) => resolve(path));
const most = Number(process.argv[4]);
// Of a site whose authors wrote faulty HTML of their own: whether anything runs, leaves, or breaks the
// layout. Nobody can make up the names that such HTML lacks.
const judgesMarkup = process.argv[5] !== "safety";
const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".atom": "application/atom+xml",
  ".json": "application/json",
  ".ics": "text/calendar; charset=utf-8",
};

let passed = 0;
const failures = [];

function check(name, problems) {
  if (problems.length === 0) {
    passed += 1;
  } else {
    failures.push(`${name}\n    ${problems.join("\n    ")}`);
  }
}

function htmlFiles(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return htmlFiles(path);
    return extname(name) === ".html" ? [path] : [];
  });
}

function serve() {
  const server = createServer((request, response) => {
    let path = join(site, decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      if (statSync(path).isDirectory()) path = join(path, "index.html");
      response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
      response.end(readFileSync(path));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** More elements than this take the checker minutes; a page made to have them is not read by it. */
const MOST_ELEMENTS = 20000;

/** Words on two lines that would fit on one: a column is too narrow for what it holds. */
function brokenWords() {
  const longest = 14;
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (nodes.nextNode()) {
    const { textContent, parentElement } = nodes.currentNode;
    if (parentElement.closest("code, pre, svg, .unseen, .skip")) continue;
    for (const word of textContent.matchAll(/(?<![^\s(])\p{L}{2,}(?![^\s.,:;)])/gu)) {
      if (word[0].length > longest) continue;
      const range = document.createRange();
      range.setStart(nodes.currentNode, word.index);
      range.setEnd(nodes.currentNode, word.index + word[0].length);
      const tops = [...range.getClientRects()].map((rect) => rect.top);
      if (Math.max(...tops) - Math.min(...tops) > 5) broken.push(word[0]);
    }
  }
  return broken;
}

/** Parts of a report with less than a line between them. */
function touchingParts() {
  const parts = [...document.querySelectorAll(".body > *")].map((part) => [part, part.getBoundingClientRect()]);
  return parts.slice(1).flatMap(([part, rect], index) => {
    const gap = rect.top - parts[index][1].bottom;
    return gap < 20 ? [`${gap} px above ${part.textContent.trim().slice(0, 20)}`] : [];
  });
}

async function inspect(page, name, scheme, width) {
  const label = `${name} (${scheme}, ${width} px)`;
  const scroll = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(`${label}: no horizontal scroll`, scroll > 0 ? [`${scroll} px too wide`] : []);
  check(`${label}: no broken words`, await page.evaluate(brokenWords));
  check(`${label}: parts stand apart`, await page.evaluate(touchingParts));
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  if (!judgesMarkup) return;
  if (elements > MOST_ELEMENTS) {
    console.log(`SKIPPED ${label}: axe (${elements} elements)`);
    return;
  }
  const results = await page.evaluate(async () => {
    const found = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.map((violation) =>
      `${violation.id}: ${violation.help} at ${violation.nodes[0].target.join(" ")} (${violation.nodes.length}) ${violation.nodes[0].failureSummary.replaceAll("\n", " ")}`);
  });
  check(`${label}: axe`, results);
}

/** Pages of every kind: all of those kinds that have few, and the first ones of the others. */
function sampled(files) {
  const taken = {};
  return files.filter((file) => {
    const kind = relative(site, file).split("/")[0];
    taken[kind] = (taken[kind] ?? 0) + 1;
    return taken[kind] <= most;
  });
}

/** A page that notes what it says on the console and what it asks of others. */
async function open(browser, origin, colorScheme) {
  // The checker's script is injected past the page's own policy, which forbids scripts.
  const context = await browser.newContext({ colorScheme, bypassCSP: true });
  const page = await context.newPage();
  const notes = { messages: [], away: [] };
  page.on("console", (message) => notes.messages.push(message.text()));
  page.on("pageerror", (error) => notes.messages.push(String(error)));
  page.on("dialog", (dialog) => {
    notes.messages.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) notes.away.push(request.url());
  });
  page.on("response", (response) => {
    if (response.status() >= 400) notes.messages.push(`${response.status()} ${response.url()}`);
  });
  return { context, page, notes };
}

async function shoot(page, name, suffix) {
  const shot = `${name.replaceAll("/", "_").replace(".html", "")}-${suffix}.png`;
  // Browsers draw no picture that is taller than this.
  const fullPage = await page.evaluate(() => document.documentElement.scrollHeight < 16384);
  await page.screenshot({ path: join(shots, shot), fullPage, timeout: 120000 });
}

async function browse(files) {
  const server = await serve();
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  mkdirSync(shots, { recursive: true });
  for (const name of files.map((file) => relative(site, file))) {
    for (const scheme of ["light", "dark"]) {
      const { context, page, notes } = await open(browser, origin, scheme);
      await page.setViewportSize({ width: 320, height: 900 });
      await page.goto(`${origin}/${name}`);
      await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
      await inspect(page, name, scheme, 320);
      await page.setViewportSize({ width: 360, height: 900 });
      await shoot(page, name, `${scheme}-360`);
      await page.setViewportSize({ width: 1280, height: 900 });
      await inspect(page, name, scheme, 1280);
      await shoot(page, name, `${scheme}-1280`);
      if (scheme === "light") {
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 760, height: 1100 });
        await shoot(page, name, "print");
      }
      check(`${name} (${scheme}): silent console`, notes.messages);
      check(`${name} (${scheme}): no request leaves`, notes.away);
      await context.close();
    }
  }
  await browser.close();
  server.close();
}

/** The Nu checker's errors and warnings; information is not a fault. */
function validate(files) {
  const jar = require.resolve("vnu-jar/build/dist/vnu.jar");
  const run = (list) => {
    try {
      execFileSync("java", ["-jar", jar, "--format", "json", "--also-check-css", ...list], {
        stdio: ["ignore", "ignore", "pipe"],
        maxBuffer: 1 << 28,
      });
      return [];
    } catch (error) {
      return JSON.parse(error.stderr.toString()).messages.filter(
        (message) => message.type === "error" || message.subType === "warning",
      );
    }
  };
  const sheets = readdirSync(site).filter((name) => name.endsWith(".css")).map((name) => join(site, name));
  const messages = run([...files, ...sheets]);
  check(
    `Nu checker, ${files.length} pages`,
    messages.map((m) => `${relative(site, new URL(m.url).pathname)}:${m.lastLine}: ${m.message}`).slice(0, 40),
  );
}

const files = sampled(htmlFiles(site));
if (judgesMarkup) validate(files);
await browse(files);
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${relative(".", shots)}: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
