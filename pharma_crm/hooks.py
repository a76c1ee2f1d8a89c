from odoo.tools import SQL

RESTRICTED_COLUMNS = {
    'product_template': ('therapeutic_group_id', 'storage_condition_id'),
    'res_partner': ('pharma_channel_id', 'pharma_customer_group_id'),
    'sale_order': ('pharma_channel_id', 'pharma_purchase_motive_id'),
}


def post_init_hook(env):
    """Take over what existing contacts bring: their numbers and regions."""
    env['pharma.partner.phone']._fill_from_partners()
    env['pharma.region']._start_apply()


def uninstall_hook(env):
    """Let go of the records that go with the module, so that none holds on to another."""
    # ondelete='restrict' guards them in daily work; at uninstall it would only log errors.
    env.cr.execute("DELETE FROM pharma_contact_answer")
    for table, columns in RESTRICTED_COLUMNS.items():
        env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE %s",
                SQL.identifier(table),
                SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in columns),
                SQL(" OR ").join(SQL("%s IS NOT NULL", SQL.identifier(name)) for name in columns),
            )
        )
