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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SITES;

    fn domain(host: &str, is_served: bool) -> Domain {
        Domain {
            id: "7".into(),
            host: host.into(),
            shown: host.into(),
            label: "Live".into(),
            tone: "live",
            note: "<script>alert(1)</script>".into(),
            writer: "by the customer",
            is_served,
        }
    }

    fn page(domains: &[Domain], may_write: bool) -> String {
        let settings = Settings {
            site: &SITES[0],
            domains,
            may_write,
            api_origin: "http://localhost:8080",
            registrar_url: "http://localhost:8083",
            nonce: "bm9uY2U=",
        };
        settings.page()
    }

    #[test]
    fn what_comes_from_outside_is_text_and_never_markup() {
        let page = page(&[domain("\"><b>.test", true)], false);
        assert!(!page.contains("<script>") && !page.contains("<b>.test"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
        assert!(!page.contains("{{"), "{page}");
    }

    #[test]
    fn the_widget_comes_from_nameplate_and_every_script_has_the_nonce() {
        let page = page(&[], true);
        assert!(page.contains("src=\"http://localhost:8080/sdk/v1/connectdomain.js\""), "{page}");
        assert_eq!(page.matches("<script").count(), page.matches("<script nonce=\"bm9uY2U=\"").count());
        assert!(page.contains("value=\"token\" checked") && !page.contains("value=\"customer\" checked"), "{page}");
        assert!(page.contains("Juniper Bakery has no domain of its own yet"), "{page}");
    }

    #[test]
    fn only_a_single_served_name_can_be_visited() {
        let domains = [domain("a.test", true), domain("b.test", false), domain("*.c.test", true)];
        let page = page(&domains, false);
        assert_eq!(page.matches("/visit/").count(), 1, "{page}");
        assert!(page.contains("http://localhost:8083/visit/a.test"), "{page}");
    }
}
