//! Who brings visitors to applications besides our own edge.

use super::environment::Reading;
use super::values::list;
use super::variables::{self as v, Variable};
use nameplate_domain::application::parse_origin;
use nameplate_traffic::gitops::Repository;
use nameplate_traffic::{AcmeDns, Certificates, Flavour, Issuer, NamespacePattern, Owner, Terms};
use std::path::PathBuf;

/// A backend, and how names are served by it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackendSettings {
    /// How.
    pub terms: Terms,
    /// Where.
    pub place: Place,
}

/// Where objects are put.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// Into a cluster.
    Cluster {
        /// `TRAFFIC_KUBECONFIG`.
        kubeconfig: Option<PathBuf>,
        /// Namespace and name of the Lease.
        lease: (String, String),
    },
    /// Into a git repository.
    Repository(Repository),
}

/// `None` for our own edge.
pub(super) fn read(reading: &Reading<'_>, base_domain: &str) -> Option<BackendSettings> {
    let is_git = match reading.text(&v::TRAFFIC_BACKEND) {
        Some("edge") | None => return None,
        Some("kubernetes") => false,
        Some("gitops") => true,
        Some(other) => {
            reading.fault(v::TRAFFIC_BACKEND.name, format!("is {other:?}; give edge, kubernetes or gitops"));
            return None;
        }
    };
    let owner = reading.read(&v::TRAFFIC_OWNER, None, |text| Owner::parse(text).map(Some))?;
    let flavour = flavour(reading);
    let certificates = certificates(reading, is_git);
    let namespaces = reading.read(&v::TRAFFIC_NAMESPACES, vec![], |text| list(text, NamespacePattern::parse));
    let grants = reading.read(&v::TRAFFIC_GRANTS, None, |text| label(text).map(Some));
    let place = if is_git { repository(reading, base_domain) } else { Some(cluster(reading, &owner)) };
    let terms = Terms { owner, flavour: flavour?, certificates: certificates?, namespaces, grants };
    Some(BackendSettings { terms, place: place? })
}

fn flavour(reading: &Reading<'_>) -> Option<Flavour> {
    let text = reading.text(&v::TRAFFIC_FLAVOUR);
    match text {
        Some("gateway") => {
            let (namespace, name) =
                required(reading, &v::TRAFFIC_GATEWAY, "gateway", |text| pair(text, "edge/public"))?;
            let http_listener = reading.read(&v::TRAFFIC_GATEWAY_HTTP_LISTENER, String::new(), label);
            Some(Flavour::Gateway { namespace, name, http_listener })
        }
        Some("traefik") => {
            let points = reading.read(&v::TRAFFIC_ENTRY_POINTS, vec![], |text| list(text, label));
            match <[String; 2]>::try_from(points) {
                Ok([web, websecure]) => Some(Flavour::Traefik { web, websecure }),
                Err(_) => {
                    reading.fault(v::TRAFFIC_ENTRY_POINTS.name, "must name two entry points, as in web,websecure");
                    None
                }
            }
        }
        Some("ingress") => Some(Flavour::Ingress {
            class: reading.read(&v::TRAFFIC_INGRESS_CLASS, None, |text| label(text).map(Some)),
        }),
        other => {
            let is = other.map_or_else(|| "is not set".to_owned(), |other| format!("is {other:?}"));
            reading.fault(v::TRAFFIC_FLAVOUR.name, format!("{is}; give gateway, traefik or ingress"));
            None
        }
    }
}

fn certificates(reading: &Reading<'_>, is_git: bool) -> Option<Certificates> {
    match reading.text(&v::TRAFFIC_CERTIFICATES).unwrap_or_default() {
        "none" => Some(Certificates::None),
        "http01" => {
            let (kind, name) = required(reading, &v::TRAFFIC_ISSUER, "http01", |text| match text.split_once('/') {
                Some((kind @ ("ClusterIssuer" | "Issuer"), name)) => Ok((kind.to_owned(), label(name)?)),
                _ => Err(format!("is {text:?}; give ClusterIssuer/NAME or Issuer/NAME")),
            })?;
            Some(Certificates::Http01(Issuer { kind, name }))
        }
        "acme_dns" if is_git => {
            reading.fault(
                v::TRAFFIC_CERTIFICATES.name,
                "is acme_dns, which takes Secrets, and Secrets are not committed to git; give http01 or none",
            );
            None
        }
        "acme_dns" => {
            let url = |text: &str| parse_origin(text).map_err(str::to_owned);
            let api_url = required(reading, &v::ACME_DNS_API_URL, "acme_dns", url)?;
            let directory = reading.text(&v::TRAFFIC_ACME_DIRECTORY).unwrap_or_default().to_owned();
            let email = reading.text(&v::EDGE_ACME_EMAIL).map(str::to_owned);
            Some(Certificates::AcmeDns(AcmeDns { api_url, directory, email }))
        }
        other => {
            reading.fault(v::TRAFFIC_CERTIFICATES.name, format!("is {other:?}; give http01, acme_dns or none"));
            None
        }
    }
}

fn cluster(reading: &Reading<'_>, owner: &Owner) -> Place {
    let default = ("default".to_owned(), owner.to_string());
    let lease = reading.read(&v::TRAFFIC_LEASE, default, |text| pair(text, "platform/nameplate"));
    Place::Cluster { kubeconfig: reading.text(&v::TRAFFIC_KUBECONFIG).map(PathBuf::from), lease }
}

fn repository(reading: &Reading<'_>, base_domain: &str) -> Option<Place> {
    let folder = required(reading, &v::TRAFFIC_GIT_FOLDER, "gitops", |text| Ok(PathBuf::from(text)));
    let within = reading.read(&v::TRAFFIC_GIT_PATH, String::new(), path);
    let author = reading.read(&v::TRAFFIC_GIT_AUTHOR, format!("Nameplate <nameplate@{base_domain}>"), author);
    let remote = reading.read(&v::TRAFFIC_GIT_REMOTE, None, |text| match text.starts_with('-') {
        true => Err("must be the name or the URL of a remote".to_owned()),
        false => Ok(Some(text.to_owned())),
    });
    Some(Place::Repository(Repository { folder: folder?, within, remote, author }))
}

fn required<T>(
    reading: &Reading<'_>,
    variable: &Variable,
    by: &str,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    if reading.text(variable).is_none() {
        reading.fault(variable.name, format!("must be set for {by}"));
    }
    reading.read(variable, None, |text| parse(text).map(Some))
}

/// A name as labels of Kubernetes are.
fn label(text: &str) -> Result<String, String> {
    let fits = (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if fits { Ok(text.to_owned()) } else { Err(format!("holds {text:?}; give lower-case letters, digits and hyphens")) }
}

fn pair(text: &str, example: &str) -> Result<(String, String), String> {
    let fault = || format!("is {text:?}; give NAMESPACE/NAME, as in {example}");
    let (namespace, name) = text.split_once('/').ok_or_else(fault)?;
    Ok((label(namespace).map_err(|_| fault())?, label(name).map_err(|_| fault())?))
}

/// A folder in the repository: git takes some characters for more than they are.
fn path(text: &str) -> Result<String, String> {
    let is_plain = |part: &str| {
        !matches!(part, "" | "." | ".." | ".git")
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    let text = text.trim_matches('/');
    match text.split('/').all(is_plain) {
        true => Ok(text.to_owned()),
        false => Err(format!("is {text:?}; give a folder in the repository, such as clusters/shops")),
    }
}

fn author(text: &str) -> Result<String, String> {
    let parts = text.strip_suffix('>').and_then(|text| text.split_once(" <"));
    let is_part = |part: &str| !part.is_empty() && !part.contains(['<', '>', '\n', '\0']);
    match parts.is_some_and(|(name, address)| is_part(name) && is_part(address)) {
        true => Ok(text.to_owned()),
        false => Err(format!("is {text:?}; give NAME <ADDRESS>")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Environment, Settings};

    fn read_from(variables: &[(&str, &str)]) -> Result<Option<BackendSettings>, String> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Settings::read(&environment).map(|settings| settings.backend).map_err(|faults| faults.to_string())
    }

    const CLUSTER: [(&str, &str); 4] = [
        ("TRAFFIC_BACKEND", "kubernetes"),
        ("TRAFFIC_FLAVOUR", "gateway"),
        ("TRAFFIC_GATEWAY", "edge/public"),
        ("TRAFFIC_ISSUER", "ClusterIssuer/letsencrypt"),
    ];

    #[test]
    fn our_own_edge_takes_no_setting_and_a_cluster_takes_three() {
        assert_eq!(read_from(&[]).unwrap(), None);
        let settings = read_from(&CLUSTER).unwrap().unwrap();
        let lease = ("default".to_owned(), "nameplate".to_owned());
        assert_eq!(settings.place, Place::Cluster { kubeconfig: None, lease });
        assert_eq!(settings.terms.namespaces, [NamespacePattern::parse("app-{application}").unwrap()]);
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for missing in ["TRAFFIC_FLAVOUR", "TRAFFIC_GATEWAY", "TRAFFIC_ISSUER"] {
            let rest: Vec<_> = CLUSTER.into_iter().filter(|(name, _)| *name != missing).collect();
            assert!(read_from(&rest).unwrap_err().contains(&format!("- {missing} ")), "{missing}");
        }
        for (name, value) in [
            ("TRAFFIC_BACKEND", "k8s"),
            ("TRAFFIC_FLAVOUR", "nginx"),
            ("TRAFFIC_GATEWAY", "public"),
            ("TRAFFIC_ISSUER", "letsencrypt"),
            ("TRAFFIC_NAMESPACES", "*"),
            ("TRAFFIC_OWNER", "Us"),
            ("TRAFFIC_CERTIFICATES", "dns01"),
            ("TRAFFIC_LEASE", "nameplate"),
        ] {
            let mut variables: Vec<_> = CLUSTER.into_iter().filter(|(known, _)| *known != name).collect();
            variables.push((name, value));
            assert!(read_from(&variables).unwrap_err().contains(&format!("- {name} ")), "{name}");
        }
    }

    #[test]
    fn secrets_are_not_committed_to_git() {
        let git = [("TRAFFIC_BACKEND", "gitops"), ("TRAFFIC_FLAVOUR", "traefik"), ("TRAFFIC_GIT_FOLDER", "/srv/fleet")];
        let with = |more: &[(&str, &str)]| read_from(&[&git[..], more].concat());
        let settings = with(&[("TRAFFIC_CERTIFICATES", "none")]).unwrap().unwrap();
        let Place::Repository(repository) = settings.place else { panic!("{settings:?}") };
        assert_eq!(repository.author, "Nameplate <nameplate@nameplate.localhost>");
        let told = with(&[("TRAFFIC_CERTIFICATES", "acme_dns"), ("ACME_DNS_API_URL", "http://a")]).unwrap_err();
        assert!(told.contains("TRAFFIC_CERTIFICATES is acme_dns, which takes Secrets"), "{told}");
        for (name, value) in [
            ("TRAFFIC_GIT_PATH", "../elsewhere"),
            ("TRAFFIC_GIT_PATH", ".git"),
            ("TRAFFIC_GIT_REMOTE", "--upload-pack=x"),
            ("TRAFFIC_GIT_AUTHOR", "me"),
        ] {
            assert!(with(&[("TRAFFIC_CERTIFICATES", "none"), (name, value)]).unwrap_err().contains(name), "{name}");
        }
    }
}
