//! What leaves the building is meant to.

mod report;
pub(in crate::check) mod site_texts;

pub(in crate::check) mod email_address;
pub(in crate::check) mod internal_host;
pub(in crate::check) mod internal_link;
pub(in crate::check) mod mac_address;
pub(in crate::check) mod person_name;
pub(in crate::check) mod phone_number;
pub(in crate::check) mod private_address;
pub(in crate::check) mod secret;
pub(in crate::check) mod ticket_id;
