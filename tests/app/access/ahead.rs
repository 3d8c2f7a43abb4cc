//! A program goes on over a schema that is a step ahead of it (row R26): a newer one that starts beside it migrates first, and
//! whoever goes back to an older one finds it migrated. `tests/migrations.rs` sees to it that a step does no more than this.

use super::table::Line;
use super::world::World;
use super::{assert_none, harmless_first, shut_out};
use crate::support::{Database, Program, TestApp};

/// What a migration may do at most: a column in every table, a value of every enum, an index and a table more.
const STEP: &str = "DO $$
    DECLARE it record;
    BEGIN
        FOR it IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations'
        LOOP
            EXECUTE format('ALTER TABLE %I ADD COLUMN a_step_ahead text NOT NULL DEFAULT ''x''', it.tablename);
            EXECUTE format('CREATE INDEX ON %I (a_step_ahead)', it.tablename);
        END LOOP;
        FOR it IN SELECT typname FROM pg_type WHERE typtype = 'e' LOOP
            EXECUTE format('ALTER TYPE %I ADD VALUE ''a_step_ahead''', it.typname);
        END LOOP;
        CREATE TABLE steps_ahead (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            user_id bigint REFERENCES users ON DELETE CASCADE
        );
        INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231235959');
    END $$";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_program_does_all_it_did_when_the_schema_is_a_step_ahead() {
    let app = TestApp::start().await;
    let (own, _) = World::both(&app);
    // Statements that it has prepared are the ones that a new column could upset.
    let reads = Line::walked().into_iter().filter(Line::is_read).collect();
    assert_none(shut_out(&app, &own, reads).await);
    app.execute(STEP);
    assert_none(shut_out(&app, &own, harmless_first()).await);
    app.finish().await;
}

#[tokio::test]
async fn an_older_program_starts_over_it_as_well() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    database.execute(STEP);
    let program = Program::serve(&database, data.path()).await;
    for path in ["/readyz", "/courses"] {
        assert_eq!(program.client().get(path).await.status(), 200, "{path}");
    }
    program.stop().await;
}
