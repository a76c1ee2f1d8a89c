from odoo.tools import SQL


def post_init_hook(env):
    """Take over what existing contacts bring: their numbers, their being customers, regions."""
    env['pharma.partner.phone']._fill_from_partners()
    env.cr.execute(
        SQL(
            """
            UPDATE res_partner p
               SET pharma_customer_type = 'retail'
             WHERE pharma_customer_type = 'prospect'
               AND EXISTS (SELECT FROM sale_order o
                            WHERE o.partner_id = p.id AND o.state = 'sale')
            """
        )
    )
    env['res.partner'].invalidate_model(['pharma_customer_type'])
    env['pharma.region']._start_apply()


def uninstall_hook(env):
    """Let go of the records that go with the module, so that none holds on to another."""
    # ondelete='restrict' guards them in daily work; at uninstall it would only log errors.
    env.cr.execute(
        SQL("UPDATE product_template SET therapeutic_group_id = NULL, storage_condition_id = NULL")
    )
