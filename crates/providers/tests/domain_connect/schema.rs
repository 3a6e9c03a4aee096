//! Our templates against the official JSON schema, which is not part of this repository.

use crate::world::template_settings;

/// The file with the schema.
const VARIABLE: &str = "NAMEPLATE_DOMAIN_CONNECT_SCHEMA";

#[test]
#[expect(clippy::disallowed_methods, reason = "the environment says where the schema is")]
fn our_templates_follow_the_official_schema() {
    let path = std::env::var(VARIABLE).expect("run by `make test-recorded RECORDED=folder TEMPLATE_SCHEMA=file`");
    let schema = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut settings = template_settings();
    settings.logo_url = Some("https://saas.example/logo.svg".into());
    let templates = settings.templates();
    assert_eq!(templates.len(), 3);
    for (file, template) in templates {
        let problems: Vec<String> = validator.iter_errors(&template).map(|problem| problem.to_string()).collect();
        assert!(problems.is_empty(), "{file}: {problems:?}");
        let mut broken = template.clone();
        broken["records"][0].as_object_mut().unwrap().remove("ttl");
        assert!(!validator.is_valid(&broken), "the schema notices what is missing");
    }
}
