//! The closed sets of words that `facts.toml` uses.

/// Declares an enum whose variants have one name in files.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every value with its name in files.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];

            /// The name in files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

words! {
    /// What kind of event this is.
    IncidentKind {
        /// Something went wrong.
        Incident = "incident",
        /// Work that was announced.
        Maintenance = "maintenance",
    }
}

words! {
    /// How far the incident and its report are.
    State {
        /// It is still going on.
        Ongoing = "ongoing",
        /// It is over; the report is being written, or none is due.
        Drafting = "drafting",
        /// The report is out.
        Published = "published",
    }
}

words! {
    /// Whether data was lost.
    DataLoss {
        /// Nothing was lost.
        None = "none",
        /// Something was lost.
        Some = "some",
        /// Nobody knows yet.
        Unknown = "unknown",
    }
}

words! {
    /// How badly a component was affected, from Statuspage's component states; ordered from
    /// mildest to worst.
    ImpactStatus {
        /// Announced work.
        UnderMaintenance = "under_maintenance",
        /// It works, slowly or with errors.
        DegradedPerformance = "degraded_performance",
        /// It does not work for some.
        PartialOutage = "partial_outage",
        /// It does not work.
        MajorOutage = "major_outage",
    }
}

words! {
    /// What a timeline entry is about.
    TimelineKind {
        /// What set it off.
        Trigger = "trigger",
        /// Somebody or something noticed.
        Detection = "detection",
        /// Something was learnt.
        Finding = "finding",
        /// Somebody did something.
        Action = "action",
        /// Something works again.
        Recovery = "recovery",
        /// Somebody was told.
        Communication = "communication",
    }
}

words! {
    /// What an update announces, from Statuspage's incident states.
    UpdateStatus {
        /// The cause is being looked for.
        Investigating = "investigating",
        /// The cause is known.
        Identified = "identified",
        /// A remedy is in place and being watched.
        Monitoring = "monitoring",
        /// It is over.
        Resolved = "resolved",
        /// Work is announced.
        Scheduled = "scheduled",
        /// Work is going on.
        InProgress = "in_progress",
        /// Work is done and being checked.
        Verifying = "verifying",
        /// Work is over.
        Completed = "completed",
    }
}

impl UpdateStatus {
    /// Whether this status belongs to maintenance rather than to incidents.
    #[must_use]
    pub const fn is_maintenance(self) -> bool {
        matches!(self, Self::Scheduled | Self::InProgress | Self::Verifying | Self::Completed)
    }

    /// Whether nothing more is expected after it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Resolved | Self::Completed)
    }
}

words! {
    /// What a preventive measure does.
    ActionKind {
        /// Keeps it from happening.
        Prevent = "prevent",
        /// Shows it sooner.
        Detect = "detect",
        /// Makes it hurt less.
        Mitigate = "mitigate",
        /// Changes how people work.
        Process = "process",
    }
}

words! {
    /// How far a preventive measure is.
    ActionStatus {
        /// Not done yet.
        Open = "open",
        /// Done.
        Done = "done",
        /// Will not be done.
        Dropped = "dropped",
    }
}
