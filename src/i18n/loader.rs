//! The messages of one language, as `fl!` asks for them.
//!
//! Most messages have no arguments; those are put together once, because a page names a hundred of them.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_bundle::FluentValue;
use fluent_syntax::ast::{Pattern, PatternElement};
use i18n_embed::fluent::FluentLanguageLoader;

use i18n_embed::{I18nAssets, LanguageLoader};

use super::Locale;

/// What `fl!` takes.
pub type Loader = &'static Messages;

/// All messages of one language. `fl!` checks names and arguments at compile time and calls these functions, which are
/// named as those of [`FluentLanguageLoader`].
#[derive(Debug)]
pub struct Messages {
    locale: Locale,
    all: FluentLanguageLoader,
    /// Those without arguments or terms, by name.
    plain: HashMap<String, String>,
}

impl Messages {
    pub(super) fn load(locale: Locale) -> Messages {
        let all = FluentLanguageLoader::new("lectern", locale.id());
        all.load_languages(&Files, &[locale.id()])
            .expect("the embedded messages are checked by the build");
        // Isolation marks around arguments would show up in titles, mails and attribute values.
        all.set_use_isolating(false);
        let plain = all.with_message_iter(&locale.id(), |messages| {
            let plain = messages.filter_map(|message| {
                Some((message.id.name.into(), text(message.value.as_ref()?)?))
            });
            plain.collect()
        });
        Messages { locale, all, plain }
    }

    /// The language they are in.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// A message without arguments.
    pub fn get(&self, name: &str) -> String {
        match self.plain.get(name) {
            Some(text) => text.clone(),
            None => self.all.get(name),
        }
    }

    /// A message with its arguments.
    pub fn get_args_concrete<'args>(
        &self,
        name: &str,
        arguments: HashMap<&'args str, FluentValue<'args>>,
    ) -> String {
        self.all.get_args_concrete(name, arguments)
    }
}

/// The words of a message that is nothing but words.
fn text(pattern: &Pattern<&str>) -> Option<String> {
    let words = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(*value),
        PatternElement::Placeable { .. } => None,
    });
    words.collect()
}

struct Files;

impl I18nAssets for Files {
    fn get_files(&self, file_path: &str) -> Vec<Cow<'_, [u8]>> {
        let file: &[u8] = match file_path {
            "zh-CN/lectern.ftl" => include_bytes!("zh-CN/lectern.ftl"),
            "en/lectern.ftl" => include_bytes!("en/lectern.ftl"),
            _ => return Vec::new(),
        };
        vec![Cow::Borrowed(file)]
    }

    fn filenames_iter(&self) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new(
            ["zh-CN/lectern.ftl", "en/lectern.ftl"]
                .into_iter()
                .map(String::from),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_put_together_beforehand_reads_as_fluent_reads_it() {
        for locale in Locale::ALL {
            let messages = Messages::load(locale);
            assert!(messages.plain.len() > 300, "{locale:?} has plain messages");
            for (name, text) in &messages.plain {
                assert_eq!(*text, messages.all.get(name), "{name}");
            }
        }
    }

    #[test]
    fn a_message_with_an_argument_is_not_put_together_beforehand() {
        let messages = Locale::En.loader();
        assert!(!messages.plain.contains_key("courses-enrolled"));
        assert!(messages.plain.contains_key("shell-name"));
    }
}
