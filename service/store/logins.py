"""The login that serves: it may become the two roles that append and keep the views, and is otherwise nobody."""

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row

from service.machine.database import Database, DatabaseRole

EXCESS = """
    SELECT may FROM pg_roles r, LATERAL (VALUES
        ('do_anything', r.rolsuper),
        ('create_roles', r.rolcreaterole),
        ('create_databases', r.rolcreatedb),
        ('replicate', r.rolreplication),
        ('pass_row_security', r.rolbypassrls),
        ('own_the_database', EXISTS (
            SELECT FROM pg_database d WHERE d.datname = current_database() AND pg_has_role(r.oid, d.datdba, 'MEMBER')
        )),
        ('change_the_log', EXISTS (
            SELECT FROM pg_class c WHERE c.oid = 'public.events'::regclass AND pg_has_role(r.oid, c.relowner, 'MEMBER')
        )),
        ('make_tables', has_schema_privilege(r.oid, 'public', 'CREATE'))
    ) AS power (may, has) WHERE r.rolname = session_user AND has
"""


def prepare_login(owner_url: str, serving_url: str) -> str | None:
    """Lets the serving address's user append and keep the views; makes it, with the address's password, if need be.

    Returns its name where it was made, and None where it was there or is the owner itself. A login that is there keeps
    its password. Errors: psycopg's InsufficientPrivilege for an owner without CREATEROLE.
    """
    parts = conninfo_to_dict(serving_url)
    name = str(parts.get("user") or "")
    with psycopg.connect(owner_url, autocommit=True, row_factory=tuple_row) as connection, connection.transaction():
        if not name or connection.execute("SELECT session_user").fetchone() == (name,):
            return None
        is_there = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).rowcount
        login = sql.Identifier(name)
        if not is_there:
            password = sql.Literal(parts.get("password"))
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}").format(login, password))
        roles = sql.SQL(", ").join(sql.Identifier(role) for role in DatabaseRole)
        connection.execute(sql.SQL("GRANT {} TO {}").format(roles, login))
    return None if is_there else name


def excess(database: Database) -> list[str]:
    """What the login of these connections may do that serving never needs."""
    with database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        return [row[0] for row in cursor.execute(EXCESS)]
