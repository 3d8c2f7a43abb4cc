//! Attributes that a page adds to a control of `templates/components/forms.html`.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use askama::filters::{Escaper, Html, HtmlSafe};

/// HTML attributes as they are written: those of a template as they stand there, others name by name, escaped. Text that
/// somebody has typed has no way in but as a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Cow<'static, str>);

impl Attributes {
    /// The same with one more.
    pub fn with(self, name: &'static str, value: impl Display) -> Attributes {
        let mut text = self.0.into_owned();
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(name);
        text.push_str("=\"");
        let written = Html.write_escaped_str(&mut text, &value.to_string());
        written.expect("a string takes everything");
        text.push('"');
        Attributes(Cow::Owned(text))
    }
}

impl From<&'static str> for Attributes {
    fn from(text: &'static str) -> Attributes {
        Attributes(Cow::Borrowed(text))
    }
}

impl From<&&'static str> for Attributes {
    fn from(text: &&'static str) -> Attributes {
        Attributes(Cow::Borrowed(*text))
    }
}

impl From<&Attributes> for Attributes {
    fn from(attributes: &Attributes) -> Attributes {
        attributes.clone()
    }
}

impl Display for Attributes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Attributes {}

/// What the form components write: see [`Attributes`].
pub fn attributes(given: impl Into<Attributes>) -> Attributes {
    given.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_a_value() {
        let made = attributes("required").with("list", "x\" onfocus=\"alert(1)");
        assert_eq!(
            made.to_string(),
            "required list=\"x&#34; onfocus=&#34;alert(1)\""
        );
    }
}
