def post_init_hook(env):
    """Take over the deliveries that are open already."""
    env['stock.picking']._number_open_slips()


def uninstall_hook(env):
    """Let go of goods that are held, of foreign keys, and of papers and activities of its kinds.

    Nothing else would ever free goods that reservations hold (000-26).

    In daily work the keys guard reasons, levels and registers that are in use. At uninstall core
    deletes the records first, before the tables that point to them: it would log an error for
    each one. Identity papers and the like go with their kinds: without the module nobody would
    keep them from those who may not read them.
    """
    holds = [('pharma_is_hold', '=', True), ('state', 'not in', ('done', 'cancel'))]
    env['stock.move'].search(holds)._pharma_end_hold()
    modules = env.ref('base.module_pharma_delivery') | env['ir.module.module'].search(
        [('state', '=', 'to remove')]
    )
    keys = [('module', 'in', modules.ids), ('type', '=', 'f')]
    env['ir.model.constraint'].search(keys).unlink()
    # core moves open activities to another kind and trips over done ones, which are archived
    for model, field, kind in (
        ('pharma.licence', 'type_id', 'pharma.licence.type'),
        ('mail.activity', 'activity_type_id', 'mail.activity.type'),
    ):
        own = [('module', '=', 'pharma_delivery'), ('model', '=', kind)]
        kinds = env['ir.model.data'].search(own).mapped('res_id')
        env[model].with_context(active_test=False).search([(field, 'in', kinds)]).unlink()
