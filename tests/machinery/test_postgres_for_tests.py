"""The PostgreSQL that tests run on."""

import psycopg


def test_it_is_a_real_postgresql(postgres: str) -> None:
    with psycopg.connect(postgres) as server:
        row = server.execute("SHOW server_version_num").fetchone()
    assert row is not None
    assert int(row[0]) >= 150000


def test_each_test_gets_an_empty_database(postgres_database: str) -> None:
    with psycopg.connect(postgres_database) as server:
        row = server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert row == (0,)
