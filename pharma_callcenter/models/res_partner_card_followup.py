from odoo import models
from odoo.tools import format_date, format_datetime


class ResPartner(models.Model):
    """What the customer said when he was last asked, on his card (000-32, decision 99)."""

    _inherit = 'res.partner'

    def _get_customer_card_sections(self):
        """Add the last follow-up that was answered, and the next one."""
        sections = super()._get_customer_card_sections()
        Followup = self.env['pharma.followup']
        present = self.env.context.get('pharma_card_presence', ['followups'])
        if 'followups' not in present or not Followup.has_access('read'):
            return sections
        names = ['state', 'outcome', 'rating', 'date_done', 'date_due', 'suggestion', 'channel']
        done = Followup.search_fetch(
            [('partner_id', '=', self.id), ('state', '=', 'done')],
            names,
            order='date_done desc, id desc',
            limit=1,
        )
        planned = Followup.search_fetch(
            [('partner_id', '=', self.id), ('state', 'in', ('planned', 'asked'))],
            names,
            limit=1,
        )
        facts = []
        if done:
            outcomes = dict(done._fields['outcome']._description_selection(self.env))
            value = outcomes.get(done.outcome, '')
            if done.rating:
                rated = self.env._("%(rating)s of 5", rating=round(done.rating))
                value = f'{value}, {rated}'
            fact = {
                'label': format_datetime(self.env, done.date_done, dt_format='short'),
                'value': value,
            }
            if done.outcome in ('good', 'bad'):
                fact['tone'] = 'success' if done.outcome == 'good' else 'danger'
            facts.append(fact)
            if done.suggestion:
                label = done._fields['suggestion']._description_string(self.env)
                facts.append({'label': label, 'value': done.suggestion})
        if planned:
            facts.append(
                {
                    'label': self.env._("Next Follow-Up"),
                    'value': format_date(self.env, planned.date_due),
                }
            )
        return [
            *sections,
            *self._prepare_card_section(
                'followup', self.env._("Last Follow-Up"), 'facts', 60, facts
            ),
        ]
