//! The languages that subtitles are offered in, each by its own name.

/// Tags (BCP 47) and what their speakers call them.
pub const LANGUAGES: [(&str, &str); 12] = [
    ("zh-CN", "简体中文"),
    ("zh-TW", "繁體中文"),
    ("en", "English"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("vi", "Tiếng Việt"),
];

/// What a language is called, if subtitles are offered in it.
pub fn name_of(tag: &str) -> Option<&'static str> {
    let found = LANGUAGES.iter().find(|(offered, _)| *offered == tag);
    found.map(|(_, name)| *name)
}
