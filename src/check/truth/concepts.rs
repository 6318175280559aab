//! What the words of a clause mean, whichever word of a class is taken: "reverted" is "rolled
//! back".

use std::collections::BTreeSet;
use std::ops::Range;

use super::meaning::Meaning;
use super::sentence::Sentence;
use super::token::Kind;
use super::word_list::Words;

/// What a clause speaks of, each by the stem that stands for its class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Concepts {
    /// What is done: "rollback", "join".
    pub(super) acts: BTreeSet<String>,
    /// What it is done to, and by whom: "release", "vendor".
    pub(super) things: BTreeSet<String>,
    /// Names and numbers, which mean one thing: "web-3", "Frankfurt".
    pub(super) names: BTreeSet<String>,
    /// Things before the first act.
    pub(super) agents: BTreeSet<String>,
    /// Whether it names people, whoever they are: "an engineer".
    pub(super) has_people: bool,
    /// What the words before it speak of, which a pronoun may mean.
    pub(super) before: BTreeSet<String>,
}

/// Words that say nothing of what happened.
const EMPTY: &Words = words!(
    "a" "an" "the" "this" "that" "these" "those" "it" "its" "they" "them" "their" "we" "us" "our"
    "ours" "you" "your" "he" "she" "his" "her" "i" "my" "who" "which" "what" "there" "here" "all"
    "both" "each" "every" "any" "some" "of" "in" "on" "at" "to" "from" "for" "with" "by" "into"
    "onto" "over" "under" "as" "about" "around" "approximately" "roughly" "shortly" "just" "soon"
    "after" "before" "until" "till" "since" "during" "within" "through" "via" "up" "down" "out"
    "off" "back" "and" "or" "but" "so" "then" "thus" "also" "too" "only" "even" "already" "finally"
    "eventually" "quickly" "immediately" "later" "now" "once" "was" "were" "is" "are" "be" "been"
    "being" "am" "had" "has" "have" "having" "did" "do" "does" "done" "got" "get" "gets" "getting"
    "took" "take" "takes" "taken" "place" "made" "make" "makes" "came" "come" "comes" "coming"
    "went" "go" "goes" "gone" "going" "put" "puts" "set" "brought" "bring" "brings" "turn"
    "turned" "turns" "switch" "switched" "happened" "occurred" "could" "can" "own" "very" "whole"
    "time" "pm" "o'clock" "hours" "hour" "minutes" "minute" "morning" "afternoon"
    "evening" "night" "noon" "midnight" "midday" "day" "same" "half" "quarter" "past" "local"
    "one" "new" "finally" "successfully" "became" "become" "becomes" "becoming" "prime" "whom" "not" "manually" "team" "incident" "outage" "issue"
    "problem" "step" "moment" "when" "while" "because" "if" "well" "more" "most" "than" "sharp"
);

/// Verbs whose past has no "ed".
const IRREGULAR: &Words = words!(
    "told" "said" "wrote" "written" "spoke" "spoken" "thought" "knew" "left" "held" "met" "lost" "built" "bought" "sent" "spent" "felt" "chose" "chosen"
    "drew" "drove" "grew" "threw" "won" "cut" "let" "sat" "stood" "broke" "broken" "led" "paid" "sold" "taught" "caught" "dealt"
);

/// People who are in every report.
const PEOPLE: &Words = words!(
    "engineer" "engineers" "colleague" "colleagues" "developer" "developers" "operator"
    "operators" "responder" "responders" "staff" "technician" "technicians" "sre" "sres" "dba"
    "admin" "admins" "administrator" "administrators" "manager" "managers" "customer" "customers"
    "user" "users" "client" "clients" "somebody" "someone" "teammate"
);

/// Verbs with a word behind them that makes them another: "rolled the release back".
const PHRASES: [(&Words, &Words, &str); 19] = [
    (
        words!("roll" "rolls" "rolled" "rolling" "back" "backed" "put" "went" "fell"),
        words!("back"),
        "rollback",
    ),
    (words!("back" "backed" "backing" "backs"), words!("out"), "rollback"),
    (words!("roll" "rolls" "rolled" "rolling" "went" "goes" "go"), words!("out"), "deploy"),
    (words!("went" "goes" "go" "going" "gone"), words!("live"), "deploy"),
    (
        words!("switch" "switched" "switches" "switching" "turn" "turned" "turns" "turning"),
        words!("off"),
        "disable",
    ),
    (
        words!("switch" "switched" "switches" "switching" "turn" "turned" "turns" "turning"),
        words!("on"),
        "enable",
    ),
    (
        words!("shut" "shuts" "shutting" "took" "taken" "takes" "take"),
        words!("down" "offline"),
        "stop",
    ),
    (
        words!("fail" "failed" "fails" "failing" "switch" "switched" "switches" "cut"),
        words!("over"),
        "failover",
    ),
    (words!("power" "powered"), words!("cycle" "cycled" "cycles"), "restart"),
    (words!("went" "goes" "go" "going" "set" "sets"), words!("off"), "alarm"),
    (
        words!("came" "comes" "come" "coming" "got" "get" "gets" "hopped" "jumped"),
        words!("on" "onto" "aboard"),
        "join",
    ),
    (
        words!("dial" "dialled" "dialed" "dials" "called" "log" "logged"),
        words!("in" "into"),
        "join",
    ),
    (
        words!("brought" "bring" "brings" "bringing" "came" "comes" "come"),
        words!("back" "up" "online"),
        "restor",
    ),
    (words!("kick" "kicked" "kicks"), words!("off"), "start"),
    (words!("came" "comes" "come"), words!("in"), "arriv"),
    (
        words!("filled" "fills" "fill" "filling" "ran" "runs" "run"),
        words!("up" "full" "out"),
        "fill",
    ),
    (
        words!("went" "gone" "go" "returned" "return" "reverted" "switched" "fell" "restored" "reinstated" "redeployed" "deployed"),
        words!("previous" "old" "prior" "former"),
        "rollback",
    ),
    (words!("brought" "called" "pulled" "looped" "roped"), words!("in" "into"), "join"),
    (words!("pin" "pinned" "track" "tracked" "tracks" "narrow" "narrowed"), words!("down"), "find"),
];

/// Verbs, and the nouns made of them, that tell the same deed; the first stands for all.
const ACTS: [&[&str]; 22] = [
    &[
        "rollback",
        "revert",
        "undo",
        "undone",
        "undid",
        "rollbacks",
        "withdraw",
        "withdrew",
        "withdrawn",
        "revers",
        "reversal",
    ],
    &[
        "deploy",
        "deployment",
        "rollout",
        "ship",
        "shipp",
        "push",
        "released",
        "releasing",
        "launch",
        "deploi",
        "appli",
        "introduc",
    ],
    &["fail", "failur", "nothing", "unsuccessful", "abort"],
    &["restart", "reboot", "bounce", "bounc", "relaunch", "reset"],
    &["stop", "halt", "shutdown", "suspend", "paus", "terminat", "kill"],
    &["disable", "disabl", "deactivat"],
    &["enable", "enabl", "activat"],
    &[
        "find",
        "found",
        "discover",
        "discoveri",
        "identif",
        "identifi",
        "locat",
        "pinpoint",
        "trac",
        "isolat",
        "diagnos",
        "uncover",
        "spot",
        "recognis",
        "recogniz",
        "reveal",
        "notic",
        "realis",
        "realiz",
        "saw",
        "seen",
        "clear",
        "apparent",
        "evident",
    ],
    &[
        "alarm", "ring", "rang", "rung", "fir", "fire", "sound", "trigger", "alert", "pag", "page",
        "pager",
    ],
    &["join", "enter", "dial", "involv"],
    &["contact", "called", "calling", "phon", "ask", "escalat", "engag", "inform", "notifi"],
    &["replac", "replacement", "swap", "exchang", "substitut"],
    &["fix", "patch", "repair", "correct", "mend", "hotfix", "remedi"],
    &["remov", "delet", "drop", "purg", "evict", "discard"],
    &["mov", "shift", "migrat", "transfer", "rerout", "redirect", "divert", "steer"],
    &["failover", "promot", "promotion", "switchover"],
    &["start", "begin", "began", "begun", "commenc", "initiat"],
    &["finish", "complet", "conclud"],
    &["suspect", "suspicion", "suspicious", "blam"],
    &["arriv", "reach", "receiv", "land"],
    &["announc", "publish", "post"],
    &["rebuild", "rebuilt", "recreat"],
];

/// Nouns that name the same thing; the first stands for all.
const THINGS: [&[&str]; 14] = [
    &["call", "bridge", "bridg", "conferenc", "conference"],
    &["vendor", "supplier", "manufactur"],
    &["monitor", "monitoring", "watchdog"],
    &["disk", "volum", "drive", "driv", "ssd", "hdd"],
    &["host", "server", "machin", "node", "hypervisor"],
    &["cause", "caus", "culprit"],
    &["change", "chang", "modification"],
    &["release", "releas", "version", "build"],
    &["config", "configuration", "configurat", "setting"],
    &["report", "complaint", "complain", "ticket"],
    &["databas", "db"],
    &["certificate", "certificat", "cert"],
    &["balancer", "lb"],
    &["third-party", "third", "party", "parti"],
];

impl Concepts {
    /// What the words of these places mean.
    pub(super) fn of(sentence: &Sentence<'_>, range: Range<usize>) -> Self {
        let mut found = Self::default();
        for at in sentence.within(range.clone()) {
            found.add(sentence, at, range.end);
        }
        found
    }

    fn add(&mut self, sentence: &Sentence<'_>, at: usize, end: usize) {
        match sentence.kind(at) {
            Some(Kind::Hidden) => {
                let name = sentence.shown(at).trim_matches(|c: char| !c.is_alphanumeric());
                self.names.insert(name.to_lowercase());
            }
            Some(Kind::Number { value, .. }) => {
                self.names.insert(value.to_string());
            }
            Some(Kind::Word(Meaning::Number(number))) => {
                self.names.insert(number.to_string());
            }
            Some(Kind::Word(Meaning::Plain)) => self.add_word(sentence, at, end),
            _ => {}
        }
    }

    fn add_word(&mut self, sentence: &Sentence<'_>, at: usize, end: usize) {
        if let Some(act) = phrase(sentence, at, end) {
            self.acts.insert(act.to_owned());
            return;
        }
        if sentence.is(at, EMPTY) {
            return;
        }
        if sentence.is(at, PEOPLE) {
            self.has_people = true;
            return;
        }
        let word = sentence.word(at);
        let is_noun = is_noun_here(sentence, at);
        let is_verb = is_participle(word) || sentence.is(at, IRREGULAR);
        let stem = stem(word);
        // "began to suspect"
        let is_aspect = sentence.is(at, words!("began" "begun" "begin" "started" "start"))
            && sentence.is(
                at + 1 + usize::from(sentence.is(at + 1, words!("to"))),
                words!("suspect" "suspecting"),
            );
        if is_aspect {
            return;
        }
        if !is_noun && let Some(act) = class(&ACTS, word, &stem) {
            self.acts.insert(act.to_owned());
        } else if !is_noun && is_verb {
            let act = class(&THINGS, word, &stem).map_or(stem, str::to_owned);
            self.acts.insert(act);
        } else {
            let thing = class(&THINGS, word, &stem).map(str::to_owned);
            let thing = thing.or_else(|| class(&ACTS, word, &stem).map(str::to_owned));
            let thing = thing.unwrap_or(stem);
            if self.acts.is_empty() {
                self.agents.insert(thing.clone());
            }
            if is_name(sentence, at) {
                self.names.insert(thing.clone());
            }
            self.things.insert(thing);
        }
    }

    /// Adds what stands behind, in the same clause.
    pub(super) fn extend(&mut self, behind: Self) {
        if self.acts.is_empty() {
            self.agents.extend(behind.agents);
        }
        self.acts.extend(behind.acts);
        self.things.extend(behind.things);
        self.names.extend(behind.names);
        self.has_people |= behind.has_people;
    }

    /// Takes a pronoun for what was told before; where nothing is told but that it was done, for
    /// the deed too.
    pub(super) fn refer_to(&mut self, before: Self) {
        const WILL: [&str; 7] = ["decid", "agre", "chos", "want", "opt", "follow", "propos"];
        let mut acts = before.acts;
        acts.retain(|act| !WILL.contains(&act.as_str()));
        if self.acts.is_empty() {
            self.acts.clone_from(&acts);
            self.has_people |= before.has_people;
        }
        self.before = acts;
        self.before.extend(before.things);
        self.before.extend(before.names);
    }

    /// Whether something is spoken of, in whichever role.
    pub(super) fn has(&self, concept: &str) -> bool {
        [&self.acts, &self.things, &self.names].iter().any(|set| set.contains(concept))
    }

    /// Whether nothing is.
    pub(super) fn is_empty(&self) -> bool {
        self.acts.is_empty() && self.things.is_empty() && self.names.is_empty()
    }
}

/// The deed that a verb and a later word tell together.
fn phrase(sentence: &Sentence<'_>, at: usize, end: usize) -> Option<&'static str> {
    const OBJECT: usize = 6;
    let near = at + 1..(at + OBJECT).min(end);
    let told = |(verbs, behind, _): &&(&Words, &Words, &str)| {
        sentence.is(at, verbs) && sentence.has(near.clone(), behind)
    };
    PHRASES.iter().find(told).map(|(.., act)| *act)
}

/// The word that stands for the class of a word.
fn class(classes: &[&[&'static str]], word: &str, stem: &str) -> Option<&'static str> {
    let class =
        classes.iter().find(|class| class.iter().any(|own| *own == word || *own == stem))?;
    class.first().copied()
}

/// Whether a word that may be a verb is a noun or belongs to one here: "the call", "the failed host".
fn is_noun_here(sentence: &Sentence<'_>, at: usize) -> bool {
    const DETERMINERS: &Words = words!(
        "the" "a" "an" "this" "that" "our" "their" "its" "some" "all" "every" "each"
    );
    const VERBAL: &Words = words!(
        "rollback" "restart" "reboot" "failover" "deployment" "rollout" "rollouts" "replacement" "switchover"
        "shutdown" "discovery" "migration" "promotion" "revert" "alarm" "alert" "fix" "hotfix"
    );
    let is_determined = sentence.is(at.wrapping_sub(1), DETERMINERS);
    is_determined && !sentence.is(at, VERBAL)
}

/// Whether a word looks like "drained" or "draining".
fn is_participle(word: &str) -> bool {
    const SHORTEST: usize = 6;
    (word.len() + 1 >= SHORTEST && word.ends_with("ed") && !word.ends_with("eed"))
        || (word.len() > SHORTEST && word.ends_with("ing"))
}

/// Whether a word is a name: with a capital letter though no sentence begins with it.
fn is_name(sentence: &Sentence<'_>, at: usize) -> bool {
    let shown = sentence.shown(at);
    let has_digit = shown.contains(|c: char| c.is_ascii_digit());
    let is_first = at == 0 || sentence.is_mark(at - 1, &[':', '–', '—', '.']);
    has_digit || (!is_first && shown.starts_with(char::is_uppercase))
}

/// A word without the endings of its forms: "drained" and "drains" give the same.
pub(super) fn stem(word: &str) -> String {
    const SHORTEST: usize = 3;
    let strip = |ending: &str| word.strip_suffix(ending).filter(|rest| rest.len() >= SHORTEST);
    if let Some(rest) = strip("ies").or_else(|| strip("ied")) {
        return format!("{rest}i");
    }
    let is_plural = !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    let rest = strip("ing")
        .or_else(|| strip("ed").filter(|_| !word.ends_with("eed")))
        .or_else(|| strip("ion").filter(|rest| rest.ends_with(['t', 's'])))
        .or_else(|| strip("es").filter(|rest| rest.ends_with(['s', 'x', 'h', 'c', 'g', 't', 'v'])))
        .or_else(|| strip("s").filter(|_| is_plural))
        .unwrap_or(word);
    let rest = rest.strip_suffix('e').filter(|rest| rest.len() >= SHORTEST).unwrap_or(rest);
    // "stopped"
    let mut letters = rest.chars().rev();
    let doubled = letters.next().filter(|last| Some(*last) == letters.next());
    let is_doubled = rest.len() < word.len()
        && rest.len() > SHORTEST
        && doubled.is_some_and(|last| !"aeioulsz".contains(last));
    let rest = if is_doubled { &rest[..rest.len() - 1] } else { rest };
    match rest.strip_suffix('y') {
        Some(rest) if rest.len() >= SHORTEST => format!("{rest}i"),
        _ => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Concepts, stem};
    use crate::check::truth::Text;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["drain", "drains", "drained", "draining"][..],
            &["stop", "stopped", "stopping"],
            &["copy", "copies", "copied", "copying"],
            &["escalate", "escalated", "escalation"],
            &["restart", "restarts"],
            &["release", "releases"],
            &["push", "pushes", "pushed"],
            &["bus", "buses"],
            &["fill", "filled"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
    }

    fn told(text: &str) -> String {
        let text = Text::plain(text);
        let sentence = text.sentences().next().unwrap();
        let found = Concepts::of(&sentence, 0..sentence.len());
        let list = |set: &std::collections::BTreeSet<String>| {
            set.iter().cloned().collect::<Vec<_>>().join(" ")
        };
        format!("{} / {} / {}", list(&found.acts), list(&found.things), list(&found.names))
    }

    #[test]
    fn words_of_a_class_mean_the_same() {
        assert_eq!(told("The release is rolled back"), "rollback / release / ");
        assert_eq!(told("we reverted the new release"), "rollback / release / ");
        assert_eq!(told("The vendor joins the call"), "join / call vendor / ");
        assert_eq!(told("our supplier came on the bridge"), "join / call vendor / ");
        assert_eq!(told("We called the vendor"), "contact / vendor / ");
        assert_eq!(told("the failed disk of web3 was swapped"), "replac / disk fail web3 / web3");
    }
}
