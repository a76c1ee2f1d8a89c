from odoo import api, fields, models
from odoo.fields import Domain

from .pharma_followup import OPEN


class PharmaFollowup(models.Model):
    """What the night does with follow-ups that are there (000-43)."""

    _inherit = 'pharma.followup'

    @api.model
    def _send_due(self, limit=200):
        """Send the e-mails of follow-ups that are due; the rest goes with the next run.

        Who may not be asked is skipped with the reason; who may be asked later stays.

        :param int limit: how many at most
        """
        due = self.env['pharma.followup']
        for company in self.env['res.company'].search(Domain.TRUE):
            due += self.search(
                [
                    ('state', '=', 'planned'),
                    ('channel', '=', 'email'),
                    ('company_id', '=', company.id),
                    ('date_due', '<=', company._pharma_today()),
                ],
                limit=limit,
            )
        refusals = due._get_refusals('email')
        for followup in due[:limit]:
            kind, reason = refusals.get(followup.id, ('', ''))
            if kind in ('hours', 'limit'):
                continue
            if kind:
                followup._skip(reason)
            elif not followup.survey_id.active:
                # one closed survey must not hold up the others
                followup._skip(self.env._("The survey is closed."))
            elif not followup.email:
                # called instead: somebody sees it in the list
                followup.channel = 'call'
            else:
                followup._send_emails()

    @api.model
    def _close_expired(self, limit=1000):
        """Close what was asked by link and not answered in time, by the date of the link.

        :param int limit: how many at most
        """
        expired = self.search(
            [
                ('state', 'in', OPEN),
                ('survey_input_id.deadline', '<', fields.Datetime.now()),
                ('survey_input_id.state', '!=', 'done'),
            ],
            limit=limit,
        )
        expired.write(
            {'state': 'done', 'outcome': 'unreachable', 'date_done': fields.Datetime.now()}
        )
