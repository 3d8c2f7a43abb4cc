//! Words that are chosen where a thing happens, and put into a language where it is shown.

use std::fmt;
use std::sync::Arc;

use super::{Loader, Locale};

/// A message whose language is decided by its reader: made by [`text!`](crate::text), read by [`Text::in_`].
#[derive(Clone)]
pub struct Text(Arc<dyn Fn(Loader) -> String + Send + Sync>);

impl Text {
    pub fn new(words: impl Fn(Loader) -> String + Send + Sync + 'static) -> Text {
        Text(Arc::new(words))
    }

    /// The words in the language of this loader.
    pub fn in_(&self, loader: Loader) -> String {
        (self.0)(loader)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_(Locale::En.loader()))
    }
}

/// A [`Text`] from a message's key and arguments, both checked at compile time: `text!("key", name = name)`.
/// Arguments are captured by value and cloned at each reading.
#[macro_export]
macro_rules! text {
    ($key:tt) => {
        $crate::i18n::Text::new(|loader| i18n_embed_fl::fl!(loader, $key))
    };
    ($key:tt, $($name:ident = $value:expr),+ $(,)?) => {{
        // For the closure, which takes them; that a caller calls one the same is no matter.
        $(#[allow(clippy::redundant_locals)] let $name = $value;)+
        $crate::i18n::Text::new(move |loader| i18n_embed_fl::fl!(loader, $key, $($name = $name.clone()),+))
    }};
}
