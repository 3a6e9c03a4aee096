//! Plans are carried out on a small model, which refuses every step that the safety contract forbids.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Routes by their names, and the host names that are held.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Model {
    routes: BTreeMap<RouteName, Target>,
    claims: BTreeSet<String>,
}

impl Model {
    fn serving(&self, hostname: &str) -> Option<&RouteName> {
        self.routes.values().find(|route| route.hostname == hostname).map(|route| &route.name)
    }

    fn claim(&self, name: &RouteName, hostname: &str) -> Claim {
        match hostname {
            _ if hostname == default_of(name) => Claim::Default,
            _ if self.claims.contains(hostname) => Claim::Held,
            _ => Claim::Missing,
        }
    }

    fn served(&self, hostname: &str) -> Vec<(Target, String)> {
        let routes = self.routes.values().filter(|route| route.hostname == hostname);
        routes.map(|route| (route.clone(), default_of(&route.name))).collect()
    }

    /// Carries a step out, if it is safe by itself.
    fn carry_out(&mut self, step: &Step) {
        match step {
            Step::Claim { hostname } => assert!(self.claims.insert(hostname.clone()), "claimed twice"),
            Step::Release { hostname } => {
                assert_eq!(self.serving(hostname), None, "a claim is released that a route needs");
                assert!(self.claims.remove(hostname), "released without a claim");
            }
            Step::Withdraw { hostname } => assert!(!self.claims.contains(hostname), "it was proven"),
            Step::Create(after) => {
                assert!(!self.routes.contains_key(&after.name), "made twice");
                self.put(after);
            }
            Step::Update { before, after } | Step::Repoint { before, after } => {
                assert_eq!(self.routes.get(&before.name), Some(before), "not as it was planned for");
                self.put(after);
            }
            Step::Delete(before) => assert_eq!(self.routes.remove(&before.name).as_ref(), Some(before)),
        }
    }

    fn put(&mut self, after: &Target) {
        assert_ne!(self.claim(&after.name, &after.hostname), Claim::Missing, "served without a claim");
        assert!(self.serving(&after.hostname).is_none_or(|by| *by == after.name), "two routes serve one host name");
        self.routes.insert(after.name.clone(), after.clone());
    }
}

fn default_of(name: &RouteName) -> String {
    format!("{name}.tenant.saas.example")
}

fn target(name: &str, hostname: Option<&str>, origin: Option<u8>, application: u128) -> Target {
    let name = RouteName::parse(name).unwrap();
    Target {
        hostname: hostname.map_or_else(|| default_of(&name), str::to_owned),
        name,
        application: ApplicationId(Uuid::from_u128(application)),
        origin: origin.map(|number| format!("https://o{number}.example")),
    }
}

/// Something that somebody wants.
#[derive(Clone, Debug)]
enum Want {
    Place { after: Target, attach: bool },
    Delete(RouteName),
    Release { hostname: String, detach: bool },
}

fn wants() -> impl Strategy<Value = Want> {
    let name = prop::sample::select(vec!["a", "b", "c"]);
    let hostname = prop::sample::select(vec!["x.customer.com", "y.customer.com", "*.customer.com"]);
    let targets = (name.clone(), prop::option::of(hostname.clone()), prop::option::of(0_u8..2), 0_u128..2)
        .prop_map(|(name, hostname, origin, application)| target(name, hostname, origin, application));
    prop_oneof![
        4 => (targets, any::<bool>()).prop_map(|(after, attach)| Want::Place { after, attach }),
        1 => name.prop_map(|name| Want::Delete(RouteName::parse(name).unwrap())),
        2 => (hostname, any::<bool>())
            .prop_map(|(hostname, detach)| Want::Release { hostname: hostname.to_owned(), detach }),
    ]
}

fn planned(model: &Model, want: &Want) -> Option<Result<Vec<Step>, Obstacle>> {
    match want {
        Want::Place { after, attach } => {
            let claim = match model.claim(&after.name, &after.hostname) {
                Claim::Missing if *attach => Claim::ToBeMade,
                claim => claim,
            };
            Some(place(model.routes.get(&after.name), after, claim, model.serving(&after.hostname)))
        }
        Want::Delete(name) => model.routes.get(name).map(|route| Ok(vec![Step::Delete(route.clone())])),
        Want::Release { hostname, detach } => {
            model.claims.contains(hostname).then(|| release(hostname, &model.served(hostname), *detach))
        }
    }
}

proptest! {
    #[test]
    fn every_plan_is_safe_step_by_step_and_ends_where_it_was_wanted(wants in prop::collection::vec(wants(), 0..40)) {
        let mut model = Model::default();
        for want in wants {
            let before = model.clone();
            match planned(&model, &want) {
                None => {}
                Some(Ok(steps)) => steps.iter().for_each(|step| model.carry_out(step)),
                Some(Err(Obstacle::InUse { hostname, by })) => prop_assert_eq!(model.serving(&hostname), Some(&by)),
                Some(Err(Obstacle::NotProven { hostname, .. })) => prop_assert!(!model.claims.contains(&hostname)),
                Some(Err(Obstacle::Serving { hostname, routes })) => {
                    let serving: Vec<RouteName> = model.served(&hostname).into_iter().map(|(route, _)| route.name).collect();
                    prop_assert_eq!(serving, routes);
                }
            }
            match &want {
                Want::Place { after, .. } if planned(&before, &want).is_some_and(|plan| plan.is_ok()) => {
                    prop_assert_eq!(model.routes.get(&after.name), Some(after));
                    prop_assert_eq!(planned(&model, &want), Some(Ok(vec![])), "what is there is not planned again");
                }
                Want::Release { .. } => {
                    let names = |model: &Model| model.routes.keys().cloned().collect::<Vec<_>>();
                    prop_assert_eq!(names(&before), names(&model), "no route is lost with a host name");
                }
                Want::Delete(_) => prop_assert_eq!(&before.claims, &model.claims, "no claim is lost with a route"),
                Want::Place { .. } => {}
            }
        }
    }
}

#[test]
fn a_host_name_that_is_served_is_let_go_only_where_its_routes_go_back() {
    let served = [(target("shop", Some("x.customer.com"), None, 1), "shop.tenant.saas.example".to_owned())];
    let refused = release("x.customer.com", &served, false).unwrap_err();
    let routes = vec![RouteName::parse("shop").unwrap()];
    assert_eq!(refused, Obstacle::Serving { hostname: "x.customer.com".into(), routes });
    let told: Vec<String> = release("x.customer.com", &served, true)
        .unwrap()
        .iter()
        .map(|step| format!("{}: {step}", step.kind()))
        .collect();
    assert_eq!(
        told,
        [
            "repoint_route: Repoint the route shop from x.customer.com to shop.tenant.saas.example.",
            "release_claim: Release the claim to x.customer.com; edges stop serving it.",
        ]
    );
}

#[test]
fn a_step_says_what_it_does() {
    let before = target("shop", None, None, 1);
    let says = |after: &Target, expected: &str| {
        let steps = place(Some(&before), after, Claim::Default, None).unwrap();
        let [step] = &steps[..] else { panic!("{steps:?}") };
        assert_eq!((step.kind(), step.to_string().as_str()), ("update_route", expected));
    };
    says(&target("shop", None, Some(1), 1), "Send requests of the route shop to https://o1.example.");
    says(
        &target("shop", None, None, 2),
        "Lead the route shop to the application 00000000-0000-0000-0000-000000000002.",
    );
    let created = Step::Create(before.clone());
    assert_eq!(created.to_string(), "Create the route shop, served at shop.tenant.saas.example.");
    for step in [created, Step::Delete(before), Step::Claim { hostname: "x".into() }] {
        assert!(Step::KINDS.contains(&step.kind()));
    }
}
