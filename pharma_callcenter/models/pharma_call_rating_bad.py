import logging

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
BATCH = 200


class PharmaCall(models.Model):
    """A bad rating is seen to by a person: an activity or a ticket, by setting (003-14, 000-43).

    It is done by a job right after, so that the intake of the PBX never waits for it nor fails.
    """

    _inherit = 'pharma.call'

    def _rated(self):
        """Start the job for calls that were rated badly."""
        bad = self.filtered(lambda call: call._is_rated_badly())
        if bad and any(company.pharma_call_bad_action != 'none' for company in bad.company_id):
            # sudo: the intake starts the job, whoever reports for the PBX
            self.env.ref('pharma_callcenter.ir_cron_pharma_call_bad').sudo()._trigger()

    def _is_rated_badly(self):
        self.ensure_one()
        # sudo: a setting of the company
        return 1 <= self.rating <= self.company_id.sudo().pharma_call_bad_rating

    @api.model
    def _cron_bad_ratings(self):
        """Pass on calls that were rated badly, each once; commits per call (003-14)."""
        Cron = self.env['ir.cron']
        domain = Domain('date_rating_handled', '=', False) & Domain.OR(
            Domain('company_id', '=', company.id)
            & Domain('rating', '>=', 1)
            & Domain('rating', '<=', company.pharma_call_bad_rating)
            for company in self.env['res.company'].search(
                Domain('pharma_call_bad_action', '!=', 'none')
            )
        )
        Cron._commit_progress(remaining=self.search_count(domain))
        for call in self.search(domain, limit=BATCH, order='id'):
            if not call.try_lock_for_update(allow_referencing=True):
                continue
            try:
                with self.env.cr.savepoint():
                    call._pass_on_rating()
            except Exception:
                # marked all the same: one that always fails must not come each hour
                _logger.exception("Call %s: the bad rating could not be passed on", call.id)
                self.invalidate_model(flush=False)
                call.date_rating_handled = fields.Datetime.now()
            if not Cron._commit_progress(1):
                return

    def _pass_on_rating(self):
        """Open the ticket, or plan the activity, of a bad rating."""
        self.ensure_one()
        self.date_rating_handled = fields.Datetime.now()
        call = self.with_company(self.company_id)
        user = call._get_rating_user()
        text = self.env._("The customer rated the call with %(rating)s of 5.", rating=call.rating)
        if self.company_id.pharma_call_bad_action == 'ticket':
            call.rating_complaint_id = call._open_rating_ticket(user, text)
        elif user:
            # calls have no messages: told on the screen, and by the list of activities
            call = call.with_context(mail_activity_quick_update=True)
            call.activity_schedule(
                'mail.mail_activity_data_todo',
                summary=self.env._("Rated badly: call the customer?"),
                note=text,
                user_id=user.id,
            )
            title = self.env._("A customer rated a call badly")
            user._bus_send('simple_notification', {'type': 'info', 'message': title})

    def _get_rating_user(self):
        """Return who sees to a bad rating: the head of the team, else a supervisor; never the
        employee himself."""
        self.ensure_one()
        users = self.team_id.user_id | self.company_id._pharma_call_supervisors()
        fit = users.filtered(lambda user: user.active and self.company_id in user.company_ids)
        return (fit - self.user_id)[:1]

    def _open_rating_ticket(self, user, text):
        Kind = self.env['pharma.complaint.kind']
        kinds = Kind.search([('company_id', 'in', [self.company_id.id, False])])
        kind = kinds.filtered(lambda kind: kind.nature == 'complaint')[:1]
        category = self.env.ref(
            'pharma_callcenter.pharma_complaint_category_service', raise_if_not_found=False
        )
        vals = {
            'company_id': self.company_id.id,
            'origin_id': self.env.ref('pharma_callcenter.pharma_complaint_origin_call').id,
            'origin_model': self._name,
            'origin_res_id': self.id,
            'kind_id': (kind or Kind._get_default(self.company_id)).id,
            'category_id': category.id if category and category.active else False,
            'partner_id': self.partner_id.id,
            'phone': self.number,
            'description': text,
            'user_id': user.id,
            'team_id': self.team_id.id,
        }
        if not self.partner_id:
            vals['contact_name'] = self.number or self.env._("Unknown Number")
        # a rating has no lot or branch: nothing is demanded of it
        Ticket = self.env['pharma.complaint'].with_context(pharma_ticket_arrives=True)
        return Ticket.create(vals)
