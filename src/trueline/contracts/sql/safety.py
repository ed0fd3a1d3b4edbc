"""The kinds of change that stop others while a migration runs, or make it fail half-way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from trueline.model.change import Broken, Compatibility

SAFETY: Final[tuple[tuple[str, str, Compatibility, tuple[Broken, ...], str, str], ...]] = (
    ("table-rewritten", "a table is written anew while nobody can read it", "dangerous", ("code",),
     "add a new column, fill it in batches, and move over",
     "squawk:adding-field-with-default squawk:changing-column-type strong_migrations:add_column_default eugene:E5"),
    ("table-scanned", "all rows are checked while nobody can write", "dangerous", ("code",),
     "add the constraint NOT VALID, and validate it in a later transaction",
     "squawk:constraint-missing-not-valid squawk:adding-foreign-key-constraint squawk:adding-not-nullable-field "
     "strong_migrations:add_foreign_key eugene:E1 eugene:E2"),
    ("validated-under-lock", "a constraint is added NOT VALID and validated in one transaction", "dangerous",
     ("code",), "validate it in a transaction of its own",
     "squawk:constraint-missing-not-valid strong_migrations:validate_foreign_key"),
    ("index-built-under-lock", "an index is built while nobody can write", "dangerous", ("code",),
     "build it CONCURRENTLY, outside of a transaction",
     "squawk:require-concurrent-index-creation squawk:disallowed-unique-constraint "
     "squawk:constraint-missing-not-valid strong_migrations:add_index eugene:E6 eugene:E7"),
    ("index-dropped-under-lock", "an index is dropped while nobody can read the table", "dangerous", ("code",),
     "drop it CONCURRENTLY, outside of a transaction",
     "squawk:require-concurrent-index-deletion strong_migrations:remove_index"),
    ("concurrently-in-transaction", "what must stand outside of a transaction stands in one", "breaking", ("data",),
     "put it into a migration without a transaction",
     "squawk:ban-concurrent-index-creation-in-transaction"),
    ("table-repacked", "a table or index is packed anew while nobody can read it", "dangerous", ("code",),
     "use a tool that does it online",
     "squawk:prefer-repack squawk:require-concurrent-reindex pg-language-server:banVacuumFull"),
    ("view-refreshed-under-lock", "a materialized view is refreshed while nobody can read it", "dangerous", ("code",),
     "refresh it CONCURRENTLY", "pg-language-server:requireConcurrentRefreshMatview"),
    ("partition-under-lock", "a partition is attached or detached under a strong lock", "dangerous", ("code",),
     "detach it CONCURRENTLY; attach it with a check that was validated before",
     "squawk:require-concurrent-partition-detach"),
    ("table-locked", "a table is locked by hand", "dangerous", ("code",), "keep the lock short and weak", ""),
    ("lock-timeout-missing", "a strong lock is waited for without an end", "dangerous", ("code",),
     "SET lock_timeout before it: whoever comes behind waits as well",
     "squawk:require-timeout-settings squawk:require-lock-timeout eugene:E9"),
    ("statement-timeout-missing", "a strong lock may be held without an end", "dangerous", ("code",),
     "SET statement_timeout before it",
     "squawk:require-timeout-settings squawk:require-statement-timeout"),
    ("locks-together", "one transaction holds strong locks on several tables", "dangerous", ("code",),
     "give each table a transaction of its own",
     "eugene:E4 pg-language-server:avoidWideLockWindow"),
    ("lock-held", "slow work is done while a strong lock is held", "dangerous", ("code",),
     "do it in a transaction of its own",
     "eugene:E4 pg-language-server:runningStatementWhileHoldingAccessExclusive"),
    ("table-truncated", "all rows of a table are removed", "breaking", ("data",), "move the rows elsewhere first",
     "squawk:ban-truncate-cascade pg-language-server:banTruncate"),
    ("rows-deleted", "rows are deleted without a condition", "breaking", ("data",), "delete in batches, by a condition",
     "pg-language-server:banDeleteWithoutWhere"),
    ("rows-updated", "all rows of a table are written without a condition", "dangerous", ("code", "data"),
     "update in batches, by a condition, outside of the migration's transaction",
     "pg-language-server:banUpdateWithoutWhere"),
    ("transaction-nested", "a transaction begins or ends inside the one the tool makes", "dangerous", ("data",),
     "take BEGIN and COMMIT away, or turn the tool's own off", "squawk:transaction-nesting"),
    ("transaction-left-open", "a transaction begins and does not end", "breaking", ("data",), "COMMIT it",
     "squawk:ban-uncommitted-transaction"),
)  # fmt: skip
"""Name, title, compatibility, who breaks, fix, and the ids of others."""
