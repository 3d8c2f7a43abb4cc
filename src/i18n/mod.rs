//! The two languages of the program: Fluent messages, and how dates, numbers and money are written.
//!
//! Every message is named through `fl!`, so a missing key or argument fails the build. Nothing here knows a
//! subject; each subject has a section of its own in `zh-CN/lectern.ftl` and `en/lectern.ftl`.

mod format;
mod loader;
mod text;

use std::sync::LazyLock;

use unic_langid::{LanguageIdentifier, langid};

pub use format::{
    clock, date, date_time, file_size, full_date_time, money, month, number, short_date,
};
pub use loader::{Loader, Messages};
pub use text::Text;

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
        static LOADERS: LazyLock<[Messages; 2]> = LazyLock::new(|| Locale::ALL.map(Messages::load));
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

/// The display name of an account that was deleted, as it is stored. Nobody else may call themselves so.
pub const DELETED_PERSON: &str = "已注销用户";

/// The name of a person as others read it: that of a deleted one in the reader's language.
pub fn name_of<'a>(name: &'a str, l: Loader) -> std::borrow::Cow<'a, str> {
    match name == DELETED_PERSON {
        true => i18n_embed_fl::fl!(l, "people-deleted").into(),
        false => name.into(),
    }
}

/// The username of an account that was deleted begins with it; no form takes one that does.
pub const DELETED_USERNAME: &str = "deleted:";

/// The username of somebody, as a table has it; that of a deleted person is what [`name_of`] calls them.
pub fn username_of<'a>(username: &'a str, l: Loader) -> std::borrow::Cow<'a, str> {
    match username.starts_with(DELETED_USERNAME) {
        true => name_of(DELETED_PERSON, l),
        false => username.into(),
    }
}

/// How somebody is named by their username: `@wang`, and a deleted person as [`name_of`] says. Empty for nobody.
pub fn handle_of(username: &str, l: Loader) -> String {
    match username_of(username, l) {
        name if name == username && !name.is_empty() => format!("@{name}"),
        name => name.into_owned(),
    }
}

/// The username beside the name of somebody, `@wang`; nothing beside that of a deleted person.
pub fn handle_beside(username: &str) -> String {
    match username.starts_with(DELETED_USERNAME) {
        true => String::new(),
        false => format!("@{username}"),
    }
}

/// The language of a loader, for what is formatted by code and not by a message.
pub fn locale_of(loader: Loader) -> Locale {
    loader.locale()
}
