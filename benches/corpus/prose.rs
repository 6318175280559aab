//! What the incidents say. Sentences are drawn at random and never contradict the facts.

use fastrand::Rng;

use super::Incident;

const TROUBLES: [&str; 8] = [
    "slow responses",
    "failed requests",
    "lost connections",
    "delayed jobs",
    "errors on write",
    "refused logins",
    "stale data",
    "timeouts under load",
];

const EVENTS: [&str; 12] = [
    "The queue in front of {b} grows faster than it drains",
    "A restart of the workers of {a} changes nothing",
    "Traffic moves away from the zone with the most errors",
    "The last release of {b} is rolled back as a precaution",
    "Graphs show that `connect()` waits, and that the disks do not",
    "The vendor confirms a fault in the firmware of the switches",
    "Limits on new sessions are lowered to protect {a}",
    "A copy of the failing requests is replayed against a spare cluster",
    "The [status page](https://status.example.com/) is brought up to date",
    "A change of the cache settings is prepared and reviewed",
    "The first zone answers again without errors",
    "Support passes on reports about {b}",
];

const UPDATES: [&str; 5] = [
    "We have found the cause in {a} and are working on a way round it. {b} may answer slowly until then.",
    "A fix is being rolled out zone by zone. Requests to {a} that failed can be sent again.",
    "Most requests to {a} succeed again. We keep watching {b} until its queue is empty.",
    "The change has reached all zones, and the rate of errors is falling. `503` answers should be rare now.",
    "Traffic has been moved to healthy hardware. Please retry uploads that stopped.",
];

const MEASURES: [&str; 8] = [
    "Alert on the age of the oldest job in the queue of {a}",
    "Test the failover of {a} every month",
    "Roll out settings of {b} zone by zone",
    "Cap the number of retries that clients of {a} make",
    "Keep spare capacity for {b} in each zone",
    "Reject settings that do not fit the memory of the host",
    "Publish the error rate of {a} on the status page",
    "Rehearse the restore of {b} from a backup",
];

/// `{a}` is the component that failed first, `{b}` another one.
const SENTENCES: [&str; 44] = [
    "{a} reads its settings at start and never again, so the faulty value stayed in use until each process was replaced.",
    "The load balancer kept sending work to hosts that had already stopped answering.",
    "Clients retried at once and without a limit, which turned a slow service into one that could not keep up.",
    "The change had passed its tests, because the test cluster is too small to show the problem.",
    "Once the queue was longer than the time that clients are willing to wait, every answer came too late to be of use.",
    "{b} depends on {a} for each login, and keeps no copy of what it has learnt before.",
    "The graphs for {a} looked healthy throughout, since they count answers and leave out the requests that never got one.",
    "We compared the packet captures of a healthy and of a failing host, and found that the second one *dropped every large frame*.",
    "The fix itself is one line; finding the line took most of the time.",
    "With the cache empty, every request went to the database, and the database had room for a fraction of them.",
    "The rollback went through in the first zone and was held up in the others by a lock that an older deployment had left.",
    "A second look at the logs showed that the same fault had happened before, without anybody outside noticing it.",
    "As soon as the limit was raised, the backlog began to shrink, and {b} followed shortly after.",
    "Each worker opened a new connection for each job and left the old one to time out.",
    "The primary gave up its role, and the replica that should have taken over was still applying an earlier batch.",
    "Nothing in the runbook covered a cluster that is *half* up, so the steps were worked out as we went.",
    "The certificate was renewed on time, but one group of hosts kept serving the old one from memory.",
    "Requests that change data were refused rather than answered late, to keep the two copies in step.",
    "We moved the traffic in small steps, watching the error rate after each one, rather than all at once.",
    "Names resolved to the old address wherever a resolver ignored the lifetime that we publish.",
    "The alarm for {a} has a threshold that made sense when the service was smaller.",
    "A script that removes old files also removed the directory that the next run expects to find.",
    "Memory on the hosts of {b} filled up with sessions that nobody would ever use again.",
    "The [documentation of the protocol](https://www.example.com/protocol/retry) allows this behaviour, and our client did not expect it.",
    "For a while the dashboards were down as well, because they run on the same cluster.",
    "The spare cluster had been built from an older image, in which the setting has another name.",
    "Jobs that were already running were left to finish, and no new ones were started until the disks had caught up.",
    "Writes were acknowledged only when **both** copies were safe, so nothing that we confirmed was lost.",
    "What looked like one fault were two: the first hid the second until it was mended.",
    "The health check asks whether the process is alive, and says nothing about whether it can do its work.",
    "{a} spreads its load by a hash of the account, and two of the largest accounts met on one host.",
    "The vendor's advice was to upgrade, and the release notes of the new version describe the fault in one sentence.",
    "An index that the query needs had been dropped with the column that it was named after.",
    "Every host asked for its configuration in the same second, as their clocks agree very well.",
    "The schema change took a lock that is harmless on an idle table and is not on a busy one.",
    "Because the limit counts connections and not requests, raising it helped less than we had hoped.",
    "We took the faulty hosts out one at a time, so that the rest never had to carry more than they can.",
    "Reading from {b} worked all along; only changes were refused.",
    "The error message named the wrong file, which cost us time.",
    "Old clients understand the new answer, but close the connection after it.",
    "Without the queue between them, {a} and {b} share their bad moments.",
    "The test that would have shown this was switched off when it became slow.",
    "Two teams saw the same symptom from two sides, and neither knew of the other's ticket.",
    "A proxy in the middle answered from its cache, so our own probes saw a healthy service.",
];

const CODE: [&str; 3] = [
    "```console\n$ svc status --zone a\nworker  running  queue=18231  oldest=412s\nworker  running  queue=18007  oldest=409s\nproxy   running  retries=off\n```\n",
    "```toml\n[pool]\nsize    = 64\ntimeout = \"2s\"   # was 30s before the change\nretries = 0\n```\n",
    "```text\nupstream timed out while reading response header from upstream\nupstream timed out while connecting to upstream\nno live upstreams while connecting to upstream\n```\n",
];

pub fn title(rng: &mut Rng, component: &str) -> String {
    format!("{component}: {}", TROUBLES[rng.usize(..TROUBLES.len())])
}

pub fn detection(incident: &Incident) -> String {
    format!("Monitoring reports errors from {}", incident.component(0))
}

pub fn recovery(incident: &Incident) -> String {
    format!("{} works as before, and the alarms are cleared", incident.component(0))
}

pub fn event(rng: &mut Rng, incident: &Incident) -> String {
    drawn(rng, &EVENTS, incident)
}

pub fn first_update(incident: &Incident) -> String {
    format!("We are looking into errors from {}.", incident.component(0))
}

pub fn update(rng: &mut Rng, incident: &Incident) -> String {
    drawn(rng, &UPDATES, incident)
}

pub fn last_update(incident: &Incident) -> String {
    format!("{} works as before. A report will follow.", incident.component(0))
}

pub fn measure(rng: &mut Rng, incident: &Incident) -> String {
    drawn(rng, &MEASURES, incident)
}

pub fn sections(rng: &mut Rng, incident: &Incident) -> Vec<(&'static str, String)> {
    let words = rng.usize(800..=1500);
    let part = |percent| words * percent / 100;
    vec![
        ("Summary", format!("{}{}", opening(incident), paragraphs(rng, incident, part(10)))),
        ("Background", paragraphs(rng, incident, part(20))),
        ("Impact", format!("{}{}", table(rng, incident), paragraphs(rng, incident, part(10)))),
        ("Root cause", with_code(rng, incident, part(30))),
        ("Resolution", format!("{}{}", list(rng, incident), with_code(rng, incident, part(15)))),
        ("Preventive measures", paragraphs(rng, incident, part(5))),
    ]
}

fn opening(incident: &Incident) -> String {
    format!(
        "On {} at {} UTC, {} began to fail. It took {} minutes until everything worked again, and \
         {} failed requests were counted.\n\n",
        incident.started.format("%-d %B %Y"),
        incident.started.format("%H:%M"),
        incident.component(0),
        incident.minutes(),
        incident.failed,
    )
}

fn table(rng: &mut Rng, incident: &Incident) -> String {
    let mut table = "| Service | Operation | State |\n| --- | --- | --- |\n".to_owned();
    for position in 0..incident.components.len() {
        for operation in ["read", "write"] {
            let state = ["slow", "partly refused", "as usual"][rng.usize(..3)];
            table.push_str(&format!(
                "| {} | {operation} | {state} |\n",
                incident.component(position)
            ));
        }
    }
    table.push('\n');
    table
}

fn list(rng: &mut Rng, incident: &Incident) -> String {
    let mut list: String = (0..rng.usize(3..6))
        .map(|_| format!("- {}.\n", drawn(rng, &EVENTS[..6], incident)))
        .collect();
    list.push('\n');
    list
}

fn with_code(rng: &mut Rng, incident: &Incident, words: usize) -> String {
    let code = CODE[rng.usize(..CODE.len())];
    format!(
        "{}{code}\n{}",
        paragraphs(rng, incident, words / 2),
        paragraphs(rng, incident, words / 2)
    )
}

/// Paragraphs of about so many words.
fn paragraphs(rng: &mut Rng, incident: &Incident, words: usize) -> String {
    let mut text = String::new();
    let mut written = 0;
    while written < words {
        for _ in 0..rng.usize(2..6) {
            let sentence = drawn(rng, &SENTENCES, incident);
            written += sentence.split(' ').count();
            text.push_str(&sentence);
            text.push(' ');
            if written >= words {
                break;
            }
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text
}

fn drawn(rng: &mut Rng, sentences: &[&str], incident: &Incident) -> String {
    let other = rng.usize(1..incident.components.len());
    sentences[rng.usize(..sentences.len())]
        .replace("{a}", incident.component(0))
        .replace("{b}", incident.component(other))
}
