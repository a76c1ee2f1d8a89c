from odoo.tools import SQL

# What people recorded: tickets and the work around them.
RECORDED = (
    'pharma.call.training.point',
    'pharma.call.check.score',
    'pharma.call.check',
    'pharma.call.quality.draw',
    'pharma.call.recording.listen',
    'pharma.call.recording',
    'pharma.complaint',
    'pharma.complaint.alarm',
    'pharma.complaint.claim',
    'pharma.complaint.claim.line',
    'pharma.complaint.escalation.log',
    'pharma.complaint.question',
    'pharma.complaint.task',
    'pharma.followup',
    'pharma.followup.score',
    'pharma.proposal',
    'pharma.proposal.feedback',
)


def uninstall_hook(env):
    """Let go of the foreign keys of the module, and of what was recorded.

    In daily work the keys guard kinds, stages and surveys that are in use. At uninstall core
    deletes these first, before the tables that point to them: it would log an error for each one,
    and leave surveys with their answers behind. Modules that are built on this one are removed
    with it, their keys as well.
    """
    Module = env['ir.module.module']
    modules = env.ref('base.module_pharma_callcenter') | Module.search(
        [('state', '=', 'to remove')]
    )
    keys = [('module', 'in', modules.ids), ('type', '=', 'f')]
    env['ir.model.constraint'].search(keys).unlink()
    for model in RECORDED:
        # by statement: nobody is told, and the tables are dropped right after this
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(env[model]._table)))
    env.invalidate_all(flush=False)
