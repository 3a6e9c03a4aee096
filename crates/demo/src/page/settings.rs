//! Settings → Domains: the page with the widget.

use super::{Domain, in_layout};
use crate::site::Site;
use nameplate_pages::{Markup, fill};

const SETTINGS: &str = include_str!("settings.html");
const SCRIPTS: &str = include_str!("scripts.html");
const DOMAIN_ROW: &str = include_str!("domain_row.html");
const NO_DOMAINS: &str = include_str!("no_domains.html");
const VISIT: &str = "<a class=\"quiet\" href=\"{{registrar}}/visit/{{host}}\" aria-label=\"Visit {{host}}\">Visit</a>";

/// What is on it.
pub(crate) struct Settings<'a> {
    pub(crate) site: &'a Site,
    pub(crate) domains: &'a [Domain],
    /// Nameplate holds a token of the registrar's API for this site.
    pub(crate) may_write: bool,
    pub(crate) api_origin: &'a str,
    pub(crate) registrar_url: &'a str,
    pub(crate) nonce: &'a str,
}

impl Settings<'_> {
    pub(crate) fn page(&self) -> String {
        let site = self.site;
        let rows = self.domains.iter().map(|domain| self.row(domain)).collect();
        let rows = if self.domains.is_empty() { self.no_domains() } else { rows };
        let checked = |is: bool| Markup::fixed(if is { " checked" } else { "" });
        let slots = [
            ("slug", Markup::fixed(site.slug)),
            ("name", Markup::fixed(site.name)),
            ("mark", Markup::fixed(site.mark)),
            ("owner", Markup::fixed(site.owner)),
            ("domain", Markup::fixed(site.domain)),
            ("registrar", Markup::text(self.registrar_url)),
            ("rows", rows),
            ("token_checked", checked(self.may_write)),
            ("customer_checked", checked(!self.may_write)),
        ];
        let scripts = [
            ("api", Markup::text(self.api_origin)),
            ("nonce", Markup::text(self.nonce)),
            ("slug", Markup::fixed(site.slug)),
        ];
        let title = format!("Domains of {}", site.name);
        in_layout(&title, self.registrar_url, fill(SCRIPTS, &scripts), fill(SETTINGS, &slots))
    }

    fn row(&self, domain: &Domain) -> Markup {
        let visit = [("registrar", Markup::text(self.registrar_url)), ("host", Markup::text(&domain.host))];
        let visit =
            if domain.is_served && !domain.host.starts_with("*.") { fill(VISIT, &visit) } else { Markup::default() };
        let slots = [
            ("id", Markup::text(&domain.id)),
            ("slug", Markup::fixed(self.site.slug)),
            ("host", Markup::text(&domain.host)),
            ("shown", Markup::text(&domain.shown)),
            ("tone", Markup::fixed(domain.tone)),
            ("label", Markup::text(&domain.label)),
            ("writer", Markup::fixed(domain.writer)),
            ("note", Markup::text(&domain.note)),
            ("visit", visit),
        ];
        fill(DOMAIN_ROW, &slots)
    }

    fn no_domains(&self) -> Markup {
        fill(NO_DOMAINS, &[("name", Markup::fixed(self.site.name)), ("domain", Markup::fixed(self.site.domain))])
    }
}
