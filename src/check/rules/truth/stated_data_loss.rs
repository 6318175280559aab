use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::Place;
use crate::check::truth::loss::{Claim, claims};
use crate::check::truth::spots::Spots;
use crate::model::DataLoss;
use crate::source::FieldPath;

rule! {
    /// Finds prose that says data was lost, or was not, where the facts say otherwise.
    ///
    /// ## Why
    ///
    /// It is the first thing that customers look for. "No data was lost" over facts that say
    /// `data_loss = "some"` is the sentence that ends up in court. Risks, possibilities and
    /// what was prevented are no claims, and neither is what is said of some of the data.
    ///
    /// Measured on the 334 statements of `tests/truth`: precision 1.00, recall 0.99;
    /// it was tuned to them, and `tests/truth/README.md` tells what it gave before.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// data_loss = "some"
    /// ```
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// Nobody could pay by card. No data was lost.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// data_loss = "none"
    /// ```
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// Nobody could pay by card. There was a risk of data loss, but no data was lost.
    /// ```
    "stated-data-loss", Truth, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(fact @ (DataLoss::None | DataLoss::Some)) = subject.incident.facts.data_loss else {
        return;
    };
    let account = findings.account();
    for passage in account.passages.iter().filter(|passage| passage.looks_back()) {
        let is_early = passage.place == Place::Update { is_last: false };
        for sentence in passage.text.sentences_with(Spots::LOSS) {
            for (claim, range) in claims(&sentence) {
                let truth = match (claim, fact) {
                    (Claim::Lost, DataLoss::None) => "the facts say that none was lost",
                    (Claim::NotLost, DataLoss::Some) if !is_early => {
                        "the facts say that some data was lost"
                    }
                    _ => continue,
                };
                let shown = sentence.bytes(range);
                let said = passage.text.shown(shown.clone());
                findings
                    .at_passage(passage, shown, format!("the prose says \"{said}\", but {truth}"))
                    .help("correct the sentence, or `data_loss`")
                    .related_field(&FieldPath::from("data_loss"), "stated here");
            }
        }
    }
}
