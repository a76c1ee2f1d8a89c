from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .pharma_followup import OPEN

# Whoever may only be asked later is tried again after that many hours.
RETRY_HOURS = 1
# Slices that one run looks at, so that it ends however many may not be asked now.
MAX_SLICES = 20


class PharmaFollowup(models.Model):
    """What the night does with follow-ups that are there (000-43)."""

    _inherit = 'pharma.followup'

    date_next_try = fields.Datetime(
        string="Tried Again From",
        readonly=True,
        copy=False,
        help="The customer may not be written to now: hours, or how often he was asked lately.",
    )

    _email_next = models.Index(
        "(company_id, date_next_try NULLS FIRST, date_due, id)"
        " WHERE state = 'planned' AND channel = 'email'"
    )

    @api.model
    def _send_due(self, limit=200):
        """Send the e-mails of follow-ups that are due; the rest goes with the next run.

        Who may not be asked is skipped with the reason. Who may be asked later is put off, so
        that he does not hold up the others, and comes after those who were not looked at yet.

        :param int limit: how many of a company are sent at most, and looked at in one slice
        """
        for company in self.env['res.company'].search(Domain.TRUE):
            done = 0
            for _slice in range(MAX_SLICES):
                due = self._find_due(company, limit)
                if not due:
                    break
                done += due._send_or_put_off(limit - done)
                if done >= limit:
                    break

    @api.model
    def _find_due(self, company, limit):
        return self.search(
            Domain('state', '=', 'planned')
            & Domain('channel', '=', 'email')
            & Domain('company_id', '=', company.id)
            & Domain('date_due', '<=', company._pharma_today())
            & (
                Domain('date_next_try', '=', False)
                | Domain('date_next_try', '<=', fields.Datetime.now())
            ),
            order='date_next_try NULLS FIRST, date_due, id',
            limit=limit,
        )

    def _send_or_put_off(self, most):
        """Send e-mails to those who may be asked, put the others off.

        :param int most: how many are sent, or ended otherwise, at most
        :return: how many that were
        """
        refusals = self._get_refusals('email')
        held = self.filtered(lambda f: refusals.get(f.id, ('', ''))[0] in ('hours', 'limit'))
        held.date_next_try = fields.Datetime.now() + timedelta(hours=RETRY_HOURS)
        due = (self - held)[:most]
        for followup in due:
            kind, reason = refusals.get(followup.id, ('', ''))
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
        return len(due)

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
