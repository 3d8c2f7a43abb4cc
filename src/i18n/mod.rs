//! The two languages of the program: Fluent messages, and how dates, numbers and money are written.
//!
//! Every message is named through `fl!`, so a missing key or argument fails the build. Nothing here knows a
//! subject; each subject has a section of its own in `zh-CN/lectern.ftl` and `en/lectern.ftl`.

mod format;
mod text;

use std::borrow::Cow;
use std::sync::LazyLock;

use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::{I18nAssets, LanguageLoader};
use unic_langid::{LanguageIdentifier, langid};

pub use format::{clock, date, date_time, file_size, full_date_time, money, number, short_date};
pub use text::Text;

/// The messages of one language, as `fl!` takes them.
pub type Loader = &'static FluentLanguageLoader;

crate::pg_enum! {
    /// A language that the program speaks. Simplified Chinese is the default.
    pub enum Locale : crate::schema::sql_types::Locale {
        ZhCn = "zh-CN",
        En = "en",
    }
}

impl Locale {
    pub const ALL: [Locale; 2] = [Locale::ZhCn, Locale::En];

    /// The BCP 47 tag, as `lang` attributes and forms write it.
    pub fn tag(self) -> &'static str {
        self.name()
    }

    /// The language whose tag this is, if the program speaks it.
    pub fn from_tag(tag: &str) -> Option<Locale> {
        Locale::from_name(tag)
    }

    /// The first language of an `Accept-Language` header that the program speaks.
    pub fn negotiate(accept_language: &str) -> Option<Locale> {
        accept_language.split(',').find_map(|range| {
            let tag = range.split(';').next()?.trim().to_ascii_lowercase();
            match tag.split('-').next()? {
                "zh" => Some(Locale::ZhCn),
                "en" => Some(Locale::En),
                _ => None,
            }
        })
    }

    pub fn loader(self) -> Loader {
        static LOADERS: LazyLock<[FluentLanguageLoader; 2]> =
            LazyLock::new(|| Locale::ALL.map(load));
        match self {
            Locale::ZhCn => &LOADERS[0],
            Locale::En => &LOADERS[1],
        }
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Locale::ZhCn => langid!("zh-CN"),
            Locale::En => langid!("en"),
        }
    }
}

/// The language of a loader, for what is formatted by code and not by a message.
pub fn locale_of(loader: Loader) -> Locale {
    match loader.current_language().language.as_str() {
        "en" => Locale::En,
        _ => Locale::ZhCn,
    }
}

fn load(locale: Locale) -> FluentLanguageLoader {
    let loader = FluentLanguageLoader::new("lectern", locale.id());
    loader
        .load_languages(&Messages, &[locale.id()])
        .expect("the embedded messages are checked by the build");
    // Isolation marks around arguments would show up in titles, mails and attribute values.
    loader.set_use_isolating(false);
    loader
}

struct Messages;

impl I18nAssets for Messages {
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
