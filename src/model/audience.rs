/// Who may read a text. Ordered from the widest circle to the narrowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Customers, in what is sent to them.
    Customers,
    /// Only the people who run the service.
    #[default]
    Internal,
}

impl Audience {
    /// Every audience with its name in files and on the command line.
    pub const ALL: [(&'static str, Self); 3] =
        [("public", Self::Public), ("customers", Self::Customers), ("internal", Self::Internal)];

    /// The name in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Customers => "customers",
            Self::Internal => "internal",
        }
    }

    /// Whether a text meant for `self` may be shown to `reader`.
    #[must_use]
    pub fn may_be_shown_to(self, reader: Self) -> bool {
        self <= reader
    }
}

#[cfg(test)]
mod tests {
    use super::Audience::{Customers, Internal, Public};

    #[test]
    fn each_circle_sees_its_own_and_the_wider_ones() {
        assert!(Public.may_be_shown_to(Public));
        assert!(Public.may_be_shown_to(Customers));
        assert!(!Customers.may_be_shown_to(Public));
        assert!(!Internal.may_be_shown_to(Customers));
        assert!(Internal.may_be_shown_to(Internal));
    }
}
