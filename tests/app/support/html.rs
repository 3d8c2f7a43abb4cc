//! Pages as a reader sees them: by selectors, text and forms.

use scraper::{ElementRef, Html, Selector};

/// A page or fragment.
pub struct Document {
    html: Html,
}

impl Document {
    pub fn parse(source: &str) -> Document {
        Document {
            html: Html::parse_document(source),
        }
    }

    pub fn has(&self, selector: &str) -> bool {
        self.count(selector) > 0
    }

    pub fn count(&self, selector: &str) -> usize {
        self.html.select(&parsed(selector)).count()
    }

    /// The text of the only element that fits.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        text_of(self.one(selector))
    }

    /// The text of all elements that fit.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html.select(&parsed(selector)).map(text_of).collect()
    }

    /// An attribute of the only element that fits; empty if it has none of the name.
    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        self.one(selector).attr(name).unwrap_or_default().to_owned()
    }

    /// An attribute of all elements that fit and have it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = parsed(selector);
        let found = self.html.select(&selector);
        let values = found.filter_map(|element| element.attr(name).map(str::to_owned));
        values.collect()
    }

    /// The form that fits, with what it would send as it stands.
    #[track_caller]
    pub fn form(&self, selector: &str) -> Form {
        let form = self.one(selector);
        let inputs = parsed("input[name], textarea[name], select[name], button[name]");
        Form {
            action: form.attr("action").unwrap_or_default().to_owned(),
            fields: form.select(&inputs).filter_map(field_of).collect(),
        }
    }

    #[track_caller]
    fn one(&self, selector: &str) -> ElementRef<'_> {
        let found: Vec<ElementRef<'_>> = self.html.select(&parsed(selector)).collect();
        assert_eq!(found.len(), 1, "elements that fit {selector:?}");
        found[0]
    }
}

/// A form of a page.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Fills in a field that the form has.
    #[track_caller]
    pub fn with(mut self, name: &str, value: &str) -> Form {
        let field = self.fields.iter_mut().find(|(field, _)| field == name);
        field
            .unwrap_or_else(|| panic!("the form has no field {name:?}"))
            .1 = value.to_owned();
        self
    }

    /// Adds what a button that is pressed, or a box that is ticked, sends.
    pub fn and(mut self, name: &str, value: &str) -> Form {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

fn parsed(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector:?}: {error}"))
}

fn text_of(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the element would send; nothing for what is disabled, an unticked box, a file or a button that was not pressed.
fn field_of(element: ElementRef<'_>) -> Option<(String, String)> {
    let name = element.attr("name")?.to_owned();
    if element.attr("disabled").is_some() {
        return None;
    }
    let value = || element.attr("value").unwrap_or_default().to_owned();
    match (element.value().name(), element.attr("type")) {
        (_, Some("file" | "submit" | "button")) | ("button", _) => None,
        (_, Some("checkbox" | "radio")) if element.attr("checked").is_none() => None,
        (_, Some("checkbox")) if element.attr("value").is_none() => Some((name, "on".into())),
        ("textarea", _) => Some((name, element.text().collect())),
        ("select", _) => Some((name, chosen(element))),
        _ => Some((name, value())),
    }
}

fn chosen(select: ElementRef<'_>) -> String {
    let options = parsed("option");
    let selected = parsed("option[selected]");
    let option = select
        .select(&selected)
        .next()
        .or_else(|| select.select(&options).next());
    option
        .map(|option| {
            option
                .attr("value")
                .map_or_else(|| text_of(option), str::to_owned)
        })
        .unwrap_or_default()
}
