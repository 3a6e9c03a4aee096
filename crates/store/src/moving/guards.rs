//! Triggers of a source, so that nothing is written to it once it is being moved.

use super::tables::TABLES;

/// What refuses every write.
pub(super) fn guards(is_sqlite: bool, sentence: &str) -> String {
    let mut all = String::new();
    if !is_sqlite {
        all = format!(
            "CREATE FUNCTION store_move_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{sentence}'; END $$;"
        );
    }
    for carried in TABLES {
        let name = carried.name;
        match is_sqlite {
            true => {
                for deed in ["INSERT", "UPDATE", "DELETE"] {
                    all.push_str(&format!(
                        "CREATE TRIGGER store_move_{name}_{deed} BEFORE {deed} ON {name} BEGIN SELECT RAISE(ABORT, '{sentence}'); END;"
                    ));
                }
            }
            false => all.push_str(&format!(
                "CREATE TRIGGER store_move_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {name} \
                 FOR EACH STATEMENT EXECUTE FUNCTION store_move_guard();"
            )),
        }
    }
    all
}

/// Takes away what [`guards`] made.
pub(super) fn no_guards(is_sqlite: bool) -> String {
    if !is_sqlite {
        return "DROP FUNCTION store_move_guard() CASCADE".to_owned();
    }
    let of = |name: &str| {
        ["INSERT", "UPDATE", "DELETE"].map(|deed| format!("DROP TRIGGER store_move_{name}_{deed};")).concat()
    };
    TABLES.iter().map(|carried| of(carried.name)).collect()
}
