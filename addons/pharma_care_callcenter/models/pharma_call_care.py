from odoo import api, fields, models


class PharmaCall(models.Model):
    """A call becomes a care, a missed call a due case (004-04, 000-26)."""

    _inherit = 'pharma.call'

    care_entry_ids = fields.One2many(
        'pharma.care.entry', 'call_id', string="Cares", groups='pharma_care.group_care_user'
    )
    has_open_care = fields.Boolean(compute='_compute_has_open_care')

    @api.depends('partner_id', 'company_id')
    @api.depends_context('uid')
    def _compute_has_open_care(self):
        Case = self.env['pharma.care.case']
        if not Case.has_access('read'):
            self.has_open_care = False
            return
        groups = Case._read_group(
            [('partner_id', 'in', self.partner_id.ids), ('state', '!=', 'done')], ['partner_id']
        )
        partners = {partner.id for (partner,) in groups}
        for call in self:
            call.has_open_care = call.partner_id.id in partners

    def _link_care_action(self, action):
        """Return the action that records a care with this call in it, what was noted proposed.

        :param dict action: of the case; of a call whose care is recorded, the care instead
        """
        entries = self.sudo().care_entry_ids  # sudo: whether there is one
        if entries:
            action |= {'res_id': entries.id}
        elif action.get('res_model') == 'pharma.care.entry':
            action['context'] = {
                **action.get('context', {}),
                'default_call_id': self.id,
                'default_content': self.note,
            }
        return action

    @api.model
    def _after_intake(self, created, ended):
        """Let cases of customers who called in vain be due today.

        :param created: new ``pharma.call`` records
        :param ended: those that are over now
        """
        result = super()._after_intake(created, ended)
        missed = ended.filtered(
            lambda call: (
                call.direction == 'inbound'
                and call.state in ('missed', 'abandoned')
                and call.partner_id
            )
        )
        if missed:
            # sudo: cases follow the call, whatever the intake may read
            cases_sudo = (
                self.env['pharma.care.case']
                .sudo()
                .search(
                    [
                        ('partner_id', 'in', missed.partner_id.ids),
                        ('company_id', 'in', missed.company_id.ids),
                        ('state', '!=', 'done'),
                    ]
                )
            )
            cases_sudo._become_due_by_call()
        return result
