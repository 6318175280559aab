//! What the prose states is what the facts say.

pub(in crate::check) mod stated_count;
pub(in crate::check) mod stated_data_loss;
pub(in crate::check) mod stated_date;
pub(in crate::check) mod stated_duration;
pub(in crate::check) mod stated_interval;
pub(in crate::check) mod stated_time;
pub(in crate::check) mod stated_weekday;
pub(in crate::check) mod stated_zone;
