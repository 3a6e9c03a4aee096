//! The customers of Acme Sites, and what they have built with it.

/// A customer's site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Site {
    /// In addresses, and the class of its colours.
    pub(crate) slug: &'static str,
    pub(crate) name: &'static str,
    /// Its two letters where there is no room for more.
    pub(crate) mark: &'static str,
    pub(crate) owner: &'static str,
    /// A domain that its owner has at the registrar.
    pub(crate) domain: &'static str,
    pub(crate) headline: &'static str,
    pub(crate) lead: &'static str,
    /// Three things that its page tells of: heading and text.
    pub(crate) offers: [(&'static str, &'static str); 3],
    /// Where and when.
    pub(crate) visit: &'static str,
    /// Name of its application where it is not the demo application.
    pub(crate) application: Option<&'static str>,
}

/// All of them; the first is the demo application's.
pub(crate) const SITES: [Site; 3] = [
    Site {
        slug: "juniper-bakery",
        name: "Juniper Bakery",
        mark: "JB",
        owner: "Ines Moreau",
        domain: "juniper-bakery.test",
        headline: "Bread worth getting up for",
        lead: "Slow dough, a stone oven, and a queue that knows each other by name.",
        offers: [
            ("Country sourdough", "Thirty hours from flour to crust. Out of the oven at seven, mostly gone by ten."),
            ("Juniper rye", "Dark, dense and a little wild: the loaf that gave us our name."),
            ("Saturday buns", "Cardamom on even weeks, saffron on odd ones. We do not take sides."),
        ],
        visit: "14 Mill Lane · Tuesday to Saturday, 7 to 14",
        application: None,
    },
    Site {
        slug: "harbour-yoga",
        name: "Harbour Yoga",
        mark: "HY",
        owner: "Tomás Lindqvist",
        domain: "harbour-yoga.test",
        headline: "Breathe with the tide",
        lead: "Small classes in the old boathouse, for stiff backs and busy heads.",
        offers: [
            ("Low tide", "Slow and close to the floor. Blankets, tea, no ambition."),
            ("High tide", "An hour that flows, and makes you sweat before the office."),
            ("First breath", "Four evenings for people who have never stood on a mat."),
        ],
        visit: "Boathouse 3, East Quay · every day from 6:30",
        application: Some("Acme Sites: Harbour Yoga"),
    },
    Site {
        slug: "okafor-studio",
        name: "Okafor Studio",
        mark: "OS",
        owner: "Adaeze Okafor",
        domain: "okafor-studio.test",
        headline: "Houses that let the light in",
        lead: "An architecture practice of five, building for families and for the next hundred years.",
        offers: [
            ("New houses", "Timber, lime and patience: nineteen so far, no two alike."),
            ("Old houses", "We repair what is good and are honest about what is not."),
            ("Small things", "A bench, a bus stop, a bookshop’s window. Ask us."),
        ],
        visit: "By appointment · 2 Foundry Yard",
        application: Some("Acme Sites: Okafor Studio"),
    },
];

impl Site {
    pub(crate) fn of(slug: &str) -> Option<&'static Self> {
        SITES.iter().find(|site| site.slug == slug)
    }
}
