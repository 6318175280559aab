// The rendered site in a real browser: no axe violation in either colour scheme, no console
// message, no request that leaves, no horizontal scroll at 320 px; and the Nu checker over every
// page. Usage: node run.mjs SITE_DIR SCREENSHOT_DIR

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join, relative, resolve } from "node:path";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const [site, shots] = process.argv.slice(2).map((path) => resolve(path));
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

async function inspect(page, name, scheme, width) {
  const label = `${name} (${scheme}, ${width} px)`;
  const scroll = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(`${label}: no horizontal scroll`, scroll > 0 ? [`${scroll} px too wide`] : []);
  const results = await page.evaluate(async () => {
    const found = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.map((violation) =>
      `${violation.id}: ${violation.help} at ${violation.nodes[0].target.join(" ")} (${violation.nodes.length}) ${violation.nodes[0].failureSummary.replaceAll("\n", " ")}`);
  });
  check(`${label}: axe`, results);
}

/** Every page of the kinds with few, and the first ones of the kinds with many. */
function kinds(files) {
  const names = files.map((file) => relative(site, file));
  const most = { incidents: 12, components: 3, history: 3 };
  const taken = {};
  return names.filter((name) => {
    const kind = name.split("/")[0];
    taken[kind] = (taken[kind] ?? 0) + 1;
    return taken[kind] <= (most[kind] ?? 8);
  });
}

async function browse(files) {
  const server = await serve();
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  mkdirSync(shots, { recursive: true });
  for (const name of kinds(files)) {
    for (const scheme of ["light", "dark"]) {
      for (const width of [320, 360, 1280]) {
        // The checker's script is injected past the page's own policy, which forbids scripts.
        const context = await browser.newContext({
          colorScheme: scheme,
          viewport: { width, height: 900 },
          bypassCSP: true,
        });
        const page = await context.newPage();
        const messages = [];
        const away = [];
        page.on("console", (message) => messages.push(message.text()));
        page.on("pageerror", (error) => messages.push(String(error)));
        page.on("request", (request) => {
          if (!request.url().startsWith(origin)) away.push(request.url());
        });
        page.on("response", (response) => {
          if (response.status() >= 400 && !response.url().endsWith("/favicon.ico")) {
            messages.push(`${response.status()} ${response.url()}`);
          }
        });
        await page.goto(`${origin}/${name}`);
        const quiet = messages.filter((message) => !message.includes("favicon.ico") && !message.includes("404 (Not Found)"));
        check(`${name} (${scheme}, ${width} px): silent console`, quiet);
        check(`${name} (${scheme}, ${width} px): no request leaves`, away);
        await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
        await inspect(page, name, scheme, width);
        if (width !== 320) {
          const shot = `${name.replaceAll("/", "_").replace(".html", "")}-${scheme}-${width}.png`;
          await page.screenshot({ path: join(shots, shot), fullPage: true });
        }
        await context.close();
      }
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

const files = htmlFiles(site);
validate(files);
await browse(files);
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`browser: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
