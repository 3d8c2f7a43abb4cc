//! What GIFT can't say of a question, by name.

use crate::i18n::Text;
use crate::text;

/// Something of a question that gets lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// All of it: there is no such type, or its words would be taken for another.
    Whole,
    /// It becomes a question of a type near to its own.
    Kind,
    Points,
    /// How several options become a credit; the shares come near to it.
    Policy,
    /// That the options keep their order.
    Order,
    /// That upper and lower case differ.
    Case,
    Guidance,
    /// Markdown on the right-hand side of pairs.
    RightSides,
    /// Blanks at the begin or end of a text.
    Blanks,
    Tags,
}

impl Loss {
    pub fn words(self) -> Text {
        match self {
            Loss::Whole => text!("gift-loss-whole"),
            Loss::Kind => text!("gift-loss-kind"),
            Loss::Points => text!("gift-loss-points"),
            Loss::Policy => text!("gift-loss-policy"),
            Loss::Order => text!("gift-loss-order"),
            Loss::Case => text!("gift-loss-case"),
            Loss::Guidance => text!("gift-loss-guidance"),
            Loss::RightSides => text!("gift-loss-right-sides"),
            Loss::Blanks => text!("gift-loss-blanks"),
            Loss::Tags => text!("gift-loss-tags"),
        }
    }
}
