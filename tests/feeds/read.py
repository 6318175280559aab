"""The machine-readable outputs as real readers understand them.

Usage: read.py SITE_DIR. Prints as JSON what feedparser makes of feed.atom, jsonfeed of feed.json
and icalendar of calendar.ics; ends with an error where one of them finds fault.
"""

import json
import sys
from pathlib import Path

import feedparser
import jsonfeed
from icalendar import Calendar

site = Path(sys.argv[1])

atom = feedparser.parse((site / "feed.atom").read_bytes())
if atom.bozo:
    sys.exit(f"feed.atom: {atom.bozo_exception}")

feed = jsonfeed.Feed.parse(json.loads((site / "feed.json").read_text(encoding="utf-8")))
for item in feed.items:
    if not (item.content_html or item.content_text):
        sys.exit(f"feed.json: {item.id}: an item must have HTML or text")

octets = (site / "calendar.ics").read_bytes()
for number, line in enumerate(octets.split(b"\r\n"), 1):
    if len(line) > 75 or b"\n" in line or b"\r" in line:
        sys.exit(f"calendar.ics:{number}: {line!r}")
calendar = Calendar.from_ical(octets)
components = list(calendar.walk())
for component in components:
    missing = [name for name in component.required if name not in component]
    if component.errors or missing:
        sys.exit(f"calendar.ics: {component.name}: {component.errors} {missing}")

events = [
    {
        "uid": str(event["UID"]),
        "summary": str(event["SUMMARY"]),
        "description": str(event.get("DESCRIPTION", "")),
        "start": event.decoded("DTSTART").isoformat(),
        "end": event.decoded("DTEND").isoformat() if "DTEND" in event else None,
        "stamp": event.decoded("DTSTAMP").isoformat(),
        "sequence": int(event["SEQUENCE"]),
        "url": str(event.get("URL", "")),
    }
    for event in calendar.walk("VEVENT")
]
json.dump(
    {
        "atom": [{"id": entry.id, "title": entry.title, "link": entry.link} for entry in atom.entries],
        "json": [{"id": item.id, "title": item.title, "link": item.url} for item in feed.items],
        "version": atom.version,
        "calendar": {"name": str(calendar["X-WR-CALNAME"]), "events": events},
    },
    sys.stdout,
)
