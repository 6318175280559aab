// A workspace with many incidents, the same for the same number: for pages with much on them.
// Usage: node generate.mjs FOLDER COUNT

import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [folder, count] = [resolve(process.argv[2]), Number(process.argv[3])];

/** Numbers from 0 to 1 that look random and are the same each time (mulberry32). */
let state = 2026;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
const between = (low, high) => low + Math.floor(random() * (high - low + 1));
const one = (list) => list[Math.floor(random() * list.length)];

const components = ["api", "website", "search", "storage", "compute", "network", "billing", "mail"];
const nouns = "request queue replica index router disk cache certificate pool release node link volume table".split(" ");
const verbs = "stopped lost rejected delayed repeated dropped filled restarted refused emptied".split(" ");
const places = ["in the first region", "behind the load balancer", "on the older hosts", "for a part of all accounts", "during the backup"];
const sentence = () => `The ${one(nouns)} ${one(verbs)} the ${one(nouns)} ${one(places)}, and each ${one(nouns)} waited for its ${one(nouns)}.`;
const paragraph = (sentences) => Array.from({ length: sentences }, sentence).join(" ");
const paragraphs = (number) => Array.from({ length: number }, () => paragraph(between(4, 7))).join("\n\n");

const start = Date.UTC(2018, 0, 3);
const end = Date.UTC(2026, 3, 10);
const day = 86400000;
/** A moment as TOML writes it, to the minute, in UTC. */
const moment = (at) => `${new Date(at).toISOString().slice(0, 16)}:00Z`;

function report() {
  const table = Array.from({ length: between(3, 8) }, (_, row) => `| shard ${row + 1} | ${one(nouns)} | ${one(verbs)} |`);
  return `## Summary

${paragraph(4)}

## Impact

${paragraphs(2)}

| Part | What | How |
| --- | --- | --- |
${table.join("\n")}

## Root cause

${paragraphs(3)}

\`\`\`text
kernel: ${one(nouns)} ${one(verbs)}: no answer from ${one(nouns)}
\`\`\`

See [the manual](https://example.com/manual/${one(nouns)}).

## Resolution

${paragraphs(2)}

- ${sentence()}
- ${sentence()}

## Preventive measures

${paragraph(3)}
`;
}

function incident(number) {
  const started = start + Math.floor(((end - start) / count) * number / 60000) * 60000 + between(0, 1439) * 60000;
  const minutes = between(12, 600);
  const at = (share) => moment(started + Math.floor(minutes * share) * 60000);
  const named = [...components].sort(() => random() - 0.5).slice(0, between(3, 6));
  const is_open = number === count - 1;
  const facts = [
    `title = "The ${one(nouns)} ${one(verbs)} ${one(places)}"`,
    `state = "${is_open ? "ongoing" : "published"}"`,
    `severity = "${one(["minor", "minor", "major", "critical"])}"`,
    `components = [${named.map((id) => `"${id}"`).join(", ")}]`,
    `started = ${at(0)}`,
    `detected = ${at(0.1)}`,
  ];
  if (!is_open) {
    facts.push(`mitigated = ${at(0.7)}`, `resolved = ${at(1)}`, `published = ${moment(started + 3 * day)}`, 'data_loss = "none"');
  }
  for (const component of named) {
    facts.push(`[[impact]]\ncomponent = "${component}"`);
    facts.push(`status = "${one(["degraded_performance", "partial_outage", "major_outage"])}"\nstart = ${at(0)}`);
    if (!is_open) facts.push(`end = ${at(1)}`);
  }
  const entries = between(6, 20);
  for (let entry = 0; entry < entries; entry += 1) {
    facts.push(`[[timeline]]\nat = ${at(0.1 + (0.8 * entry) / entries)}\ntext = "${sentence()}"\naudience = "${one(["public", "public", "internal"])}"`);
  }
  const statuses = ["investigating", "identified", "monitoring", "resolved"];
  statuses.slice(0, is_open ? 2 : 4).forEach((status, index) => {
    facts.push(`[[update]]\nat = ${at(0.1 + 0.3 * index)}\nstatus = "${status}"\ntext = "${paragraph(2)}"`);
  });
  const actions = between(2, 6);
  for (let action = 0; action < actions; action += 1) {
    facts.push(`[[action]]\ntitle = "Watch the ${one(nouns)} of each ${one(nouns)} (${action + 1})"\nowner = "platform"\nkind = "${one(["prevent", "detect"])}"`);
    facts.push(`due = ${moment(started + 30 * day).slice(0, 10)}\nstatus = "done"\ndone = ${moment(started + 20 * day).slice(0, 10)}\naudience = "public"`);
  }
  const id = `${moment(started).slice(0, 10)}-incident-${String(number).padStart(5, "0")}`;
  const own = join(folder, "incidents", id);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "facts.toml"), `${facts.join("\n")}\n`);
  writeFileSync(join(own, "report.md"), report());
}

mkdirSync(folder, { recursive: true });
const groups = ["Services", "Infrastructure"];
writeFileSync(
  join(folder, "incident.toml"),
  `title = "Example"\nbase_url = "https://status.example.com"\n${components
    .map((id, index) => `\n[[component]]\nid = "${id}"\nname = "${id[0].toUpperCase()}${id.slice(1)}"\ngroup = "${groups[index % 2]}"\n`)
    .join("")}`,
);
for (let number = 0; number < count; number += 1) incident(number);
