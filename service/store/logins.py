"""The logins: what answers requests appends and reads, what works beside it keeps the views, and no more."""

from collections.abc import Mapping
from enum import StrEnum

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row

from service.machine.database import Database, DatabaseRole
from service.machine.embedded import EmbeddedServer
from service.machine.settings import Settings
from service.store.migrate import MIGRATIONS_LOCK

OF_WEB = (DatabaseRole.WRITER, DatabaseRole.READER)
"""What a login may become that answers requests."""
OF_WORKER = tuple(DatabaseRole)
"""What a login may become that keeps the views: all of them, so that the command line acts by it, too."""


class Login(StrEnum):
    """The logins of an embedded server."""

    WEB = "casework_web"
    WORKER = "casework_worker"


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
        ('change_the_views', pg_has_role(r.oid, 'casework_views', 'MEMBER')),
        ('make_tables', has_schema_privilege(r.oid, 'public', 'CREATE'))
    ) AS power (may, has) WHERE r.rolname = session_user AND has
"""
MAY_KEEP_VIEWS = "SELECT pg_has_role(session_user, 'casework_views', 'MEMBER')"


def logins_of(settings: Settings, server: EmbeddedServer | None) -> Mapping[str, tuple[DatabaseRole, ...]]:
    """By address: the roles that its login may become. Where one login serves alone, it keeps the views as well."""
    if server is not None:
        return {server.url_for(Login.WEB): OF_WEB, server.url_for(Login.WORKER): OF_WORKER}
    if settings.database_url is None or settings.worker_database_url is None:
        return {settings.database_url: OF_WORKER} if settings.database_url else {}
    return {settings.database_url: OF_WEB, settings.worker_database_url: OF_WORKER}


def prepare_logins(
    owner_url: str, logins: Mapping[str, tuple[DatabaseRole, ...]]
) -> dict[str, tuple[DatabaseRole, ...]]:
    """Makes the logins that are not there; returns those by name with what they may become."""
    made = ((prepare_login(owner_url, url, roles), roles) for url, roles in logins.items())
    return {name: roles for name, roles in made if name is not None}


def prepare_login(owner_url: str, url: str, roles: tuple[DatabaseRole, ...] = OF_WEB) -> str | None:
    """Lets the address's user become these roles and no other; makes it, with the address's password, if need be.

    Returns its name where it was made, and None where it was there or is the owner itself. A login that is there keeps
    its password. Errors: psycopg's InsufficientPrivilege for an owner without CREATEROLE.
    """
    parts = conninfo_to_dict(url)
    name = str(parts.get("user") or "")
    with psycopg.connect(owner_url, autocommit=True, row_factory=tuple_row) as connection, connection.transaction():
        if not name or connection.execute("SELECT session_user").fetchone() == (name,):
            return None
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATIONS_LOCK,))
        connection.execute("SET LOCAL client_min_messages = error")  # to revoke what was never granted is no fault
        is_there = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).rowcount
        login = sql.Identifier(name)
        if not is_there:
            password = sql.Literal(parts.get("password"))
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}").format(login, password))
        for role in DatabaseRole:
            change = "GRANT {} TO {}" if role in roles else "REVOKE {} FROM {}"
            connection.execute(sql.SQL(change).format(sql.Identifier(role), login))
    return None if is_there else name


def may_keep_views(url: str) -> bool:
    """Whether the address's login may become the role that keeps the views."""
    with psycopg.connect(url, autocommit=True, row_factory=tuple_row) as connection:
        return connection.execute(MAY_KEEP_VIEWS).fetchone() == (True,)


def excess(database: Database) -> list[str]:
    """What the login of these connections may do that answering requests never needs."""
    with database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        return [row[0] for row in cursor.execute(EXCESS)]
