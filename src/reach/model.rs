//! How the team came to know something that only its person can say.

/// How somebody said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// They did it themselves.
    Portal,
    Telephone,
    InPerson,
    Letter,
}

impl Told {
    /// How something is said to the team.
    pub const TO_TEAM: [Self; 3] = [Self::Telephone, Self::InPerson, Self::Letter];

    /// As the database and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Telephone => "telephone",
            Self::InPerson => "in_person",
            Self::Letter => "letter",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Portal].into_iter().chain(Self::TO_TEAM).find(|told| told.name() == name)
    }

    /// What a form of the team's says; nobody of the team says something in the portal for somebody else.
    pub fn to_team(name: &str) -> Option<Self> {
        Self::TO_TEAM.into_iter().find(|told| told.name() == name)
    }
}
