//! From a refusal's sentence to the field that it is about.

use nameplate_pages::Markup;

/// The fields of the forms: as a refusal begins with them, and as people read them.
const FIELDS: [(&str, &str); 7] = [
    ("zone", "Zone"),
    ("address", "Address"),
    ("type", "Type"),
    ("name", "Name"),
    ("value", "Value"),
    ("ttl", "TTL"),
    ("priority", "Priority"),
];

/// What is wrong with a form that came in, if anything.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Complaint {
    field: Option<&'static str>,
    text: String,
}

impl Complaint {
    /// Reads a refusal: one that begins with a field's name belongs there, any other to the page.
    pub(super) fn read(refusal: &str) -> Self {
        let about = refusal.split_once(' ').and_then(|(first, reason)| {
            let (field, label) = FIELDS.iter().find(|(field, _)| *field == first)?;
            Some(Self { field: Some(field), text: format!("{label} {reason}") })
        });
        about.unwrap_or_else(|| Self::read_whole(refusal))
    }

    /// Reads a refusal that is about the page, whatever it begins with.
    pub(super) fn read_whole(refusal: &str) -> Self {
        let mut rest = refusal.chars();
        let first = rest.next().map(|first| first.to_ascii_uppercase());
        Self { field: None, text: first.into_iter().chain(rest).collect() }
    }

    /// What is said beside the field; nothing when the complaint is about another.
    pub(super) fn beside(&self, field: &str) -> Markup {
        if self.field == Some(field) { Markup::text(&self.text) } else { Markup::default() }
    }

    /// The attributes of the field: where it is wrong, it says so and has the focus.
    pub(super) fn state(&self, field: &str) -> Markup {
        if self.field == Some(field) { Markup::fixed("aria-invalid=\"true\" autofocus") } else { Markup::default() }
    }

    /// What is about no field.
    pub(super) fn of_the_page(&self) -> Option<&str> {
        (self.field.is_none() && !self.text.is_empty()).then_some(&self.text)
    }

    pub(super) fn is_none(&self) -> bool {
        self.text.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_said_beside_its_field_only() {
        let complaint = Complaint::read("ttl is not a number");
        assert_eq!(complaint.beside("ttl"), Markup::text("TTL is not a number"));
        assert_eq!(complaint.state("ttl"), Markup::fixed("aria-invalid=\"true\" autofocus"));
        assert_eq!((complaint.beside("name"), complaint.state("name")), Default::default());
        assert_eq!(complaint.of_the_page(), None);
    }

    #[test]
    fn a_complaint_about_no_field_is_the_pages() {
        let complaint = Complaint::read("there is no zone customer.test here");
        assert_eq!(complaint.of_the_page(), Some("There is no zone customer.test here"));
        assert!(FIELDS.iter().all(|(field, _)| complaint.state(field) == Markup::default()));
        assert!(Complaint::default().is_none() && Complaint::default().of_the_page().is_none());
    }
}
