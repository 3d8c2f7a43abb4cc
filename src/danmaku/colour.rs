//! The colours of danmaku.

use i18n_embed_fl::fl;

use crate::i18n::Loader;

/// A colour by its name, as forms and pages write it, and as it is stored and drawn. All are light, for a dark ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    #[default]
    White,
    Red,
    Yellow,
    Green,
    Blue,
    Purple,
}

impl Colour {
    pub const ALL: [Colour; 6] = [
        Colour::White,
        Colour::Red,
        Colour::Yellow,
        Colour::Green,
        Colour::Blue,
        Colour::Purple,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Colour::White => "white",
            Colour::Red => "red",
            Colour::Yellow => "yellow",
            Colour::Green => "green",
            Colour::Blue => "blue",
            Colour::Purple => "purple",
        }
    }

    pub fn hex(self) -> &'static str {
        match self {
            Colour::White => "#ffffff",
            Colour::Red => "#ff7a6b",
            Colour::Yellow => "#ffd84a",
            Colour::Green => "#7be08a",
            Colour::Blue => "#7cc4ff",
            Colour::Purple => "#d9a5ff",
        }
    }

    pub fn label(self, l: Loader) -> String {
        match self {
            Colour::White => fl!(l, "live-colour-white"),
            Colour::Red => fl!(l, "live-colour-red"),
            Colour::Yellow => fl!(l, "live-colour-yellow"),
            Colour::Green => fl!(l, "live-colour-green"),
            Colour::Blue => fl!(l, "live-colour-blue"),
            Colour::Purple => fl!(l, "live-colour-purple"),
        }
    }

    pub fn from_name(name: &str) -> Option<Colour> {
        Colour::ALL.into_iter().find(|colour| colour.name() == name)
    }

    /// White for a colour that is not offered any more.
    pub fn from_hex(hex: &str) -> Colour {
        let known = Colour::ALL.into_iter().find(|colour| colour.hex() == hex);
        known.unwrap_or_default()
    }
}
