// Vectors of cross-site scripting in every field of a workspace, in a real browser: none runs,
// although the page's security policy, which forbids all scripts, is switched off. vectors.json
// holds the forms that they are combined from. Usage: node vectors.mjs INCIDENT_BINARY

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const binary = resolve(process.argv[2]);
const forms = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));

/** Every vector; HIT calls what the page is watched for. */
function vectors() {
  const handled = forms.tags.flatMap((tag) =>
    forms.handlers.map((handler) => `<${tag} src=x tabindex=1 autofocus ${handler}=HIT>`),
  );
  const led = forms.addresses.flatMap((address) =>
    forms.links.map((link) => link.replace("ADDRESS", () => address)),
  );
  return [...forms.raw, ...handled, ...led].map((form, n) => form.replaceAll("HIT", `hit(${n})`));
}

/** A text as TOML writes it (TOML 1.0, "String"). */
function quoted(text) {
  const escaped = (c) => `\\u${c.codePointAt(0).toString(16).padStart(4, "0")}`;
  return `"${text.replace(/[\u0000-\u001f"\\\u007f]/g, escaped)}"`;
}

function facts(vector) {
  const text = quoted(vector);
  return `title = ${text}
state = "published"
severity = "bad"
components = ["c", ${text}]
tags = [${text}]
byline = ${text}
started = 2026-01-12T14:02:00Z
resolved = 2026-01-12T15:02:00Z
published = 2026-01-13
[counts]
${text} = 1
[roles]
lead = ${text}
[[impact]]
component = "c"
resource = ${text}
status = "major_outage"
start = 2026-01-12T14:02:00Z
end = 2026-01-12T15:02:00Z
[[timeline]]
at = 2026-01-12T14:02:00Z
text = ${text}
wording = ${text}
source = ${text}
audience = "public"
[[update]]
at = 2026-01-12T14:10:00Z
status = "investigating"
title = ${text}
text = ${text}
[[action]]
id = ${text}
title = ${text}
owner = ${text}
link = ${text}
audience = "public"
[[correction]]
at = 2026-01-14T10:00:00Z
text = ${text}
[[link]]
title = ${text}
url = ${text}
audience = "public"
`;
}

/** The vector as a paragraph, as part of one, in a heading, a cell, a link's text and a title. */
function report(vector) {
  const line = vector.replaceAll("\n", " ");
  return `## Summary

${vector}

text ${vector} text

- ${line}

> ${line}

| ${line} | b |
| --- | --- |
| ${line} | c |

[${line}](https://a.example "${line}") ![${line}](graph.png "${line}") \`${line}\`[^n]

\`\`\`${line}
${line}
\`\`\`

[^n]: ${line}

### ${line}

## ${line} {.public}

Text.
`;
}

function write(root, all) {
  const text = quoted(all.join(" "));
  writeFileSync(join(root, "incident.toml"), `title = ${text}
base_url = "https://status.example.org"
[site]
description = ${text}
[boilerplate]
apology = ${text}
contact = ${text}
signature = ${text}
[blog]
author = ${text}
[[group]]
name = ${text}
description = ${text}
[[severity]]
id = "bad"
name = ${text}
[[component]]
id = "c"
name = ${text}
group = ${text}
description = ${text}
`);
  all.forEach((vector, n) => {
    const folder = join(root, "incidents", `2026-01-12-v${n}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "facts.toml"), facts(vector));
    writeFileSync(join(folder, "report.md"), report(vector));
    // A file may have the name of an address.
    for (const name of ["graph.png", vector.replaceAll("/", "").slice(0, 80)]) {
      if (!/^\.|\u0000/.test(name)) writeFileSync(join(folder, name), "");
    }
  });
}

/** Rules are for authors; a renderer must do without them. */
function withoutRules(root) {
  const config = join(root, "incident.toml");
  const check = () => {
    try {
      return execFileSync(binary, ["--root", root, "check", "--format", "json"], { maxBuffer: 1 << 30 });
    } catch (error) {
      return error.stdout;
    }
  };
  const rules = new Set(JSON.parse(check()).findings.map((finding) => finding.rule));
  const off = [...rules].map((rule) => `${rule} = "off"\n`).join("");
  writeFileSync(config, `${readFileSync(config, "utf8")}[rules]\n${off}`);
}

function pages(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return pages(path);
    return /\.(html|svg|atom)$/.test(name) ? [path] : [];
  });
}

/** One page for all: a new one each would cost more than what it shows. */
async function watched(browser, ran, away) {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.exposeFunction("hit", (n) => ran.push(n));
  page.on("dialog", (dialog) => dialog.dismiss());
  await page.route("**", (route) => {
    const address = route.request().url();
    if (address.startsWith("file:")) return route.continue();
    away.push(address);
    return route.abort();
  });
  return page;
}

async function visit(page, path, ran, away, failures) {
  ran.length = 0;
  away.length = 0;
  await page.goto(pathToFileURL(path).href);
  const found = await page.evaluate(async () => {
    const schemes = ["https:", "http:", "mailto:", "file:"];
    const links = [...document.querySelectorAll("[href], [src], [action], [formaction], [data]")];
    const bad = links.flatMap((node) =>
      ["href", "src", "action", "formaction", "data"].map((name) => node.getAttribute(name))
        .filter((value) => value !== null && !schemes.includes(new URL(value, document.baseURI).protocol)),
    );
    for (const node of document.querySelectorAll("main *")) {
      node.dispatchEvent(new Event("focus"));
      node.dispatchEvent(new PointerEvent("pointerenter"));
    }
    await new Promise((done) => setTimeout(done, 30));
    const handlers = [...document.querySelectorAll("*")].filter((node) =>
      node.getAttributeNames().some((name) => name.startsWith("on")),
    );
    return { bad, handlers: handlers.length, scripts: document.scripts.length };
  });
  if (ran.length > 0) failures.push(`${path}: vectors ${ran.join(", ")} ran`);
  if (away.length > 0) failures.push(`${path}: asked for ${away.join(", ")}`);
  if (found.bad.length > 0) failures.push(`${path}: leads to ${found.bad.join(", ")}`);
  if (found.handlers + found.scripts > 0) failures.push(`${path}: ${found.handlers} handlers, ${found.scripts} scripts`);
}

/** Links and images of Markdown as a converter makes them that judges no address. */
function asHtml(vector) {
  return vector
    .replace(/^\[x\]\[r\]\n\n\[r\]: <([^]*)>$/, '<a href="$1">x</a>')
    .replace(/^(!?)\[x\]\(<?([^]*?)>?(?: "t")?\)$/, (_, image, address) =>
      image ? `<img src="${address}">` : `<a href="${address}">x</a>`)
    .replace(/^<([^<>]*:[^<>]*)>$/, (all, address) => (/^<[a-z]+[\s/]/i.test(all) ? all : `<a href="${address}">x</a>`));
}

/** Asks what a visitor could start: handlers are called, links followed. */
function provoke() {
  for (const node of document.querySelectorAll("*")) {
    for (const name of node.getAttributeNames().filter((name) => /^on./.test(name))) {
      node.dispatchEvent(new Event(name.slice(2)));
    }
    if (/^(a|button|summary)$/i.test(node.localName)) node.click();
  }
}

/**
 * The vectors that run where nobody sanitises: each in a page of its own, as it is. Without this, a
 * watch that sees nothing would pass.
 */
async function control(page, folder, all, ran) {
  const hits = new Set();
  for (const [n, vector] of all.entries()) {
    const path = join(folder, `${n}.html`);
    writeFileSync(path, `<!doctype html><meta charset="utf-8"><title>x</title><body>${asHtml(vector)}`);
    ran.length = 0;
    try {
      await page.goto(pathToFileURL(path).href);
      await page.waitForTimeout(20);
      await page.evaluate(provoke);
      await page.waitForTimeout(30);
    } catch {
      // The page went away before it could be provoked; what ran by then counts.
    }
    if (ran.includes(n)) hits.add(n);
  }
  return hits.size;
}

const root = mkdtempSync(join(tmpdir(), "incident-vectors-"));
const failures = [];
const all = vectors();
write(root, all);
withoutRules(root);
let visited = [];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
for (const audience of ["public", "internal"]) {
  const out = join(root, audience);
  execFileSync(binary, ["--root", root, "--quiet", "render", "--to", "site", "--out", out, "--audience", audience, "--now", "2026-02-01"], { maxBuffer: 1 << 28 });
  const found = pages(out);
  // Pages of single incidents once are enough: the internal ones show everything.
  visited.push(...found.filter((path) => audience === "internal" || !relative(out, path).includes("incidents/")));
}
const [ran, away] = [[], []];
const page = await watched(browser, ran, away);
for (const path of visited) await visit(page, path, ran, away, failures);
const unsanitised = join(root, "unsanitised");
mkdirSync(unsanitised);
const armed = await control(page, unsanitised, all, ran);
if (armed < all.length / 2) failures.push(`only ${armed} vectors run where nothing is sanitised`);
await browser.close();
rmSync(root, { recursive: true });
for (const failure of failures) console.log(`FAILED ${failure.replace(root, "")}`);
console.log(`vectors: ${all.length} in ${visited.length} pages, ${failures.length} pages failed`);
console.log(`control: ${armed} of them run in a page that is not sanitised`);
process.exit(failures.length === 0 ? 0 : 1);
