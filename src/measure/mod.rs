//! What views amount to in numbers: how long incidents took, how much was down. Pure arithmetic;
//! the statistics of the site and of the terminal say the same because both ask here.

mod downtime;
mod statistics;
mod took;
mod uptime;
mod window;

pub use downtime::spans_by_component;
pub use statistics::{Case, Group, Statistics, day};
pub use took::{Median, Took};
pub use uptime::{Day, Lost, Span, Status, by_day, lost, worst_of};
pub use window::ImpactWindow;
