//! HTML that is known to be escaped, and templates with slots for it.

/// A piece of HTML. Text becomes markup by [`Markup::text`] only, which escapes it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// The text with everything escaped that means something in HTML or in a quoted attribute.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                '\'' => escaped.push_str("&#39;"),
                _ => escaped.push(character),
            }
        }
        Self(escaped)
    }

    /// Markup written in the program itself.
    #[must_use]
    pub fn fixed(markup: &'static str) -> Self {
        Self(markup.to_owned())
    }

    /// For the response's body.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromIterator<Markup> for Markup {
    fn from_iter<I: IntoIterator<Item = Markup>>(pieces: I) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }
}

/// The template with each `{{slot}}` replaced by its markup. What is filled in is not looked at again; a slot without markup stays.
#[must_use]
pub fn fill(template: &'static str, slots: &[(&str, Markup)]) -> Markup {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, from_slot)) = rest.split_once("{{") {
        filled.push_str(before);
        let slot = from_slot.split_once("}}").and_then(|(name, after)| {
            slots.iter().find(|(known, _)| *known == name).map(|(_, markup)| (markup, after))
        });
        match slot {
            Some((markup, after)) => {
                filled.push_str(&markup.0);
                rest = after;
            }
            None => {
                filled.push_str("{{");
                rest = from_slot;
            }
        }
    }
    filled.push_str(rest);
    Markup(filled)
}
