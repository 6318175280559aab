//! Times whole processes beside their peers, on the same incidents:
//! `cargo bench --bench peers -- --help`.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench writes files, reads the environment and prints"
)]
#![allow(unreachable_pub, reason = "its modules are shared with other benches")]

mod bare;
#[path = "../corpus/mod.rs"]
mod corpus;
mod live;
mod machine;
mod measure;
mod table;
mod tools;
mod trials;

use std::path::PathBuf;
use std::{fs, io};

use clap::Parser as _;

use corpus::peers::Generator;
use tools::{Corpus, Tool};

/// What stands above the tables.
const INTRO: &str = include_str!("intro.md");

/// Time `incident` beside its peers that are installed, and print tables in Markdown
///
/// All run as whole processes, one after the other in turns, and medians are shown: a machine
/// that slows down slows all of them. `docs/performance.md` is what it prints. Peers: hugo, zola,
/// jekyll, typos and taplo from the PATH, and @11ty/eleventy where npx finds it from the folder of
/// corpora: `npm install --prefix /dev/shm @11ty/eleventy` puts it there.
#[derive(clap::Parser)]
struct Args {
    /// How many incidents
    #[arg(long, value_delimiter = ',', default_value = "100,1000,10000")]
    sizes: Vec<usize>,

    /// How often each is run
    #[arg(long, default_value_t = 5)]
    rounds: usize,

    /// Seconds that one run may take: who would take longer, going by the size before, is left out
    #[arg(long, default_value_t = 30.0)]
    patience: f64,

    /// The executable to measure [default: the one built along]
    #[arg(long, default_value = env!("CARGO_BIN_EXE_incident"), hide_default_value = true)]
    incident: PathBuf,

    /// Where corpora and outputs go: best a disk in memory
    #[arg(long, default_value = "/dev/shm/incident-bench")]
    scratch: PathBuf,

    /// Only write the corpora, and leave them there
    #[arg(long)]
    corpus_only: bool,

    /// Read a workspace, and render it where a second folder is given, without this tool
    #[arg(long, num_args = 1..=2, hide = true)]
    bare: Vec<PathBuf>,

    /// What `cargo bench` adds
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> io::Result<()> {
    let args = Args::parse();
    if let Some(workspace) = args.bare.first() {
        return bare::run(workspace, args.bare.get(1).map(PathBuf::as_path));
    }
    fs::create_dir_all(&args.scratch)?;
    let tools: Vec<(Tool, String)> = contestants(&args)
        .into_iter()
        .filter_map(|tool| tool.version(&args.scratch).map(|version| (tool, version)))
        .collect();
    let generators: Vec<Generator> = Generator::ALL
        .into_iter()
        .filter(|generator| tools.iter().any(|(tool, _)| *tool == Tool::Generator(*generator)))
        .collect();
    let corpora: Vec<Corpus> = args
        .sizes
        .iter()
        .map(|count| Corpus::write(&args.scratch, *count, &generators))
        .collect::<Result<_, _>>()?;
    if args.corpus_only {
        return Ok(());
    }
    print!("{INTRO}");
    machine::describe(&args.incident, &tools)?;
    let tools: Vec<Tool> = tools.into_iter().map(|(tool, _)| tool).collect();
    trials::builds(&tools, &corpora, args.rounds, args.patience)?;
    trials::checks(&tools, &corpora, args.rounds, args.patience)?;
    trials::one_change(&args.incident, &corpora, args.rounds)?;
    live::logging(&args.incident, &corpora, args.rounds)?;
    live::previews(&args.incident, &corpora, args.rounds)?;
    trials::start(&args.incident, args.rounds)?;
    fs::remove_dir_all(&args.scratch)
}

fn contestants(args: &Args) -> Vec<Tool> {
    let mut all = vec![Tool::Incident(args.incident.clone()), Tool::Bare];
    all.extend(Generator::ALL.map(Tool::Generator));
    all.extend([Tool::Typos, Tool::Taplo]);
    all
}
