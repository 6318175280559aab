use serde_json::{Map, Value, json};

use crate::model::{
    ActionKind, ActionStatus, Audience, DataLoss, ImpactStatus, IncidentKind, State, TimelineKind,
    UpdateStatus,
};

/// The JSON Schema (draft 2020-12) of `facts.toml`, from the same words that it is read with.
#[must_use]
pub fn schema() -> String {
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "facts.toml of an incident",
        "type": "object",
        "required": ["title"],
        "additionalProperties": false,
        "properties": properties(),
        "$defs": { "moment": moment() },
    });
    // A value made of literals always serialises.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn properties() -> Value {
    json!({
        "title": text("One line that names the incident; readers outside see it"),
        "kind": word(IncidentKind::ALL, "incident, or maintenance that was announced"),
        "state": word(State::ALL, "Readers outside see the report once it is published"),
        "severity": text("Id of one of the severities in incident.toml"),
        "timezone": text("IANA name of the zone of local times, like Europe/Zurich"),
        "components": list(text("Id of a component in incident.toml"), "What was affected"),
        "tags": list(text("A word"), "Words to find it by; internal"),
        "byline": text("Who signs the published report; public"),
        "started": at("When it began"),
        "detected": at("When somebody or something noticed"),
        "mitigated": at("When the worst was over"),
        "resolved": at("When it ended"),
        "published": at("When the report came out"),
        "data_loss": word(DataLoss::ALL, "Whether data was lost"),
        "scheduled": table("The announced window of a maintenance", &["start", "end"], json!({
            "start": at("When it begins"),
            "end": at("When it ends"),
        })),
        "counts": {
            "type": "object",
            "description": "Numbers that the prose may state, by noun",
            "additionalProperties": { "type": "integer" },
        },
        "roles": {
            "type": "object",
            "description": "Who did what during the incident; internal, always",
            "additionalProperties": { "type": "string" },
        },
        "impact": impact(),
        "timeline": timeline(),
        "update": update(),
        "action": action(),
        "correction": tables("Changes made after publication, shown to the reader", &["at", "text"], json!({
            "at": at("When"),
            "text": text("What was wrong before, in Markdown"),
        })),
        "link": tables("Sources and further reading", &["title"], json!({
            "title": text("What it is"),
            "url": text("Where it is"),
            "audience": word(&Audience::ALL, "Who may see it; internal unless it says otherwise"),
        })),
    })
}

fn impact() -> Value {
    tables(
        "Windows in which something was affected",
        &["component", "status", "start"],
        json!({
            "component": text("Id of a component in incident.toml"),
            "resource": text("A host, a region, a shard"),
            "status": word(ImpactStatus::ALL, "How badly"),
            "start": at("When it began"),
            "end": at("When it ended; leave it out while it lasts"),
        }),
    )
}

fn timeline() -> Value {
    tables(
        "What happened",
        &["at", "text"],
        json!({
            "at": at("When"),
            "text": text("What, in the team's words"),
            "audience": word(&Audience::ALL, "Who may see it; internal unless it says otherwise"),
            "wording": text("Said instead of text outside the company"),
            "kind": word(TimelineKind::ALL, "What the entry is about"),
            "source": text("Where it comes from; internal"),
        }),
    )
}

fn update() -> Value {
    tables(
        "What was announced meanwhile",
        &["at", "status", "text"],
        json!({
            "at": at("When"),
            "status": word(UpdateStatus::ALL, "What it announces; the last four are for maintenance"),
            "title": text("A title of its own"),
            "text": text("What it says, in Markdown"),
            "audience": word(&Audience::ALL, "Who may see it; public unless it says otherwise"),
        }),
    )
}

fn action() -> Value {
    let day = |what: &str| json!({ "type": "string", "format": "date", "description": what });
    tables(
        "Preventive measures",
        &["title"],
        json!({
            "id": text("Names it within the incident"),
            "title": text("What will be done"),
            "kind": word(ActionKind::ALL, "What it does for the next time"),
            "owner": text("Who does it; internal"),
            "due": day("The deadline"),
            "status": word(ActionStatus::ALL, "How far it is; open unless it says otherwise"),
            "done": day("When it was done"),
            "audience": word(&Audience::ALL, "Who may see it; internal unless it says otherwise"),
            "link": text("Where it is tracked"),
        }),
    )
}

fn text(what: &str) -> Value {
    json!({ "type": "string", "description": what })
}

fn at(what: &str) -> Value {
    json!({ "$ref": "#/$defs/moment", "description": what })
}

fn word<T>(words: &[(&'static str, T)], what: &str) -> Value {
    let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
    json!({ "type": "string", "enum": names, "description": what })
}

fn list(items: Value, what: &str) -> Value {
    json!({ "type": "array", "items": items, "description": what })
}

fn table(what: &str, required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "description": what,
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    })
}

fn tables(what: &str, required: &[&str], properties: Value) -> Value {
    let mut item = table("", required, properties);
    item.as_object_mut().map(|fields: &mut Map<String, Value>| fields.remove("description"));
    list(item, what)
}

/// TOML date-times reach JSON Schema validators as strings.
fn moment() -> Value {
    let point = json!({ "type": "string", "anyOf": [
        { "format": "date-time" },
        { "format": "date" },
        { "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?" },
    ]});
    json!({ "anyOf": [
        point,
        { "const": "unknown" },
        {
            "type": "object",
            "required": ["at"],
            "additionalProperties": false,
            "properties": { "at": point, "about": { "type": "boolean" } },
        },
        {
            "type": "object",
            "required": ["after", "before"],
            "additionalProperties": false,
            "properties": { "after": point, "before": point },
        },
    ]})
}

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::config::Config;
    use crate::source::{FileSource, IncidentSource};
    use serde_json::Value;

    /// The keys that the reader knows at a place, from what it says about one that it does not.
    fn known_keys(facts: &str) -> Vec<String> {
        let source = IncidentSource {
            facts: FileSource::from_bytes("facts.toml".to_owned(), facts.as_bytes().to_vec()),
            ..IncidentSource::default()
        };
        let loaded = crate::load::incident(source, &Config::default());
        let help = loaded
            .findings
            .iter()
            .find(|finding| finding.rule == "unknown-key")
            .and_then(|finding| finding.help.clone())
            .unwrap();
        let mut keys: Vec<String> =
            help.strip_prefix("known keys: ").unwrap().split(", ").map(str::to_owned).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    fn properties(schema: &Value) -> Vec<String> {
        let mut keys: Vec<String> =
            schema["properties"].as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    }

    #[test]
    fn names_the_keys_that_are_read() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        assert_eq!(known_keys("title = 'x'\nqqq = 1"), properties(&schema));
        for table in ["impact", "timeline", "update", "action", "correction", "link"] {
            let facts = format!("title = 'x'\n[[{table}]]\nqqq = 1");
            let expected = properties(&schema["properties"][table]["items"]);
            assert_eq!(known_keys(&facts), expected, "{table}");
        }
        let scheduled = known_keys("title = 'x'\n[scheduled]\nqqq = 1");
        assert_eq!(scheduled, properties(&schema["properties"]["scheduled"]));
    }
}
