from odoo.tools import SQL

RESTRICTED_COLUMNS = {
    'pharma_care_case': ('close_reason_id',),
    'pharma_care_line': ('close_reason_id',),
    'pharma_care_entry': ('close_reason_id', 'response_type_id'),
}


def uninstall_hook(env):
    """Let go of the word lists that go with the module, so that none holds on to a case, and of
    the function in the database."""
    env['pharma.care.case']._drop_planned()
    # ondelete='restrict' guards them in daily work; at uninstall it would only log errors.
    for table, columns in RESTRICTED_COLUMNS.items():
        env.cr.execute(
            SQL(
                "UPDATE %s SET %s",
                SQL.identifier(table),
                SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in columns),
            )
        )
