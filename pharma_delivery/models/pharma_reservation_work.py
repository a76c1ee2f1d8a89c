from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .pharma_reservation import OPEN, WAITING
from .pharma_reservation_actions import ACTIVITY

SLICE = 200


class PharmaReservation(models.Model):
    """What happens in the background: agents are told, holds end, lots expire (000-26)."""

    _inherit = 'pharma.reservation'

    # === TELLING === #
    @api.model
    def _trigger_telling(self):
        """Have the agents told soon, so that arrivals and cancellations stay quick."""
        # sudo: whoever causes it may not read scheduled actions
        cron = self.env.ref('pharma_delivery.ir_cron_reservation_tell', raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()  # sudo: see above

    @api.model
    def _cron_tell_agents(self):
        """Give agents the task to call, so many at once, until all are told."""
        Cron = self.env['ir.cron']
        domain = [('notice', '!=', False)]
        Cron._commit_progress(remaining=self.search_count(domain))
        while found := self.search(domain, order='id', limit=SLICE):
            told = found.try_lock_for_update()
            if not told:
                return  # somebody works on them in this moment: the next time
            told._tell_agents()
            if not Cron._commit_progress(len(told)):
                return

    def _tell_agents(self):
        """Give each reservation's agent an activity that says what to tell the customer."""
        told = self.filtered(lambda r: r.state in (*OPEN, 'expired'))
        # the task to call about a part that is held stays
        outdated = told.filtered(lambda r: r.notice != 'delayed' or not r.held_quantity)
        outdated.activity_unlink([ACTIVITY])
        activity_type = self.env.ref(ACTIVITY)
        model_id = self.env['ir.model']._get_id(self._name)
        managers = self.env.ref('pharma_crm.group_pharma_manager').all_user_ids
        vals_list = [
            {
                'activity_type_id': activity_type.id,
                'automated': True,  # else core takes it for somebody's own and never ends it
                'res_model_id': model_id,
                'res_id': reservation.id,
                'user_id': user.id,
                'summary': reservation._get_notice_summary(user),
                'date_deadline': reservation.company_id._pharma_today(),
            }
            for reservation in told
            if (user := reservation._get_told_user(managers))
        ]
        # no e-mail for each of hundreds: they stand in the agent's list of activities
        self.env['mail.activity'].with_context(mail_activity_quick_update=True).create(vals_list)
        by_notice = told.grouped('notice')
        self.write({'notice': False, 'expected_before': 0, 'expected_now': 0})
        for notice, reservations in by_notice.items():
            reservations._on_told(notice)

    def _on_told(self, notice):
        """Extension point: e.g. an entry in a call list, a message to the customer.

        :param str notice: what happened, see ``notice``
        """

    def _get_told_user(self, managers):
        """Return who calls: the agent, else the head of the team, else who wrote it down, else a
        manager: a customer whose goods are there is never forgotten.

        :param managers: ``res.users``
        """
        self.ensure_one()
        for user in (self.user_id, self.team_id.user_id, self.create_uid, *managers):
            if user.active and not user.share and self.company_id in user.company_ids:
                return user
        return self.env['res.users']

    def _get_notice_summary(self, user):
        self.ensure_one()
        # in the language of who reads it
        reservation = self.with_context(lang=user.lang)
        env = reservation.env
        values = {
            'product': reservation.product_id.display_name,
            'customer': reservation.partner_id.display_name,
            'quantity': f'{self.held_quantity:.12g}',
            'until': format_date(env, self.hold_until) or '',
            'before': f'{self.expected_before:.12g}',
            'now': f'{self.expected_now:.12g}',
            'unit': reservation.stock_uom_id.name,
        }
        if self.notice == 'delayed' and self.expected_now:
            return env._(
                "Expected goods were reduced from %(before)s to %(now)s %(unit)s: %(product)s for"
                " %(customer)s",
                **values,
            )
        return {
            'arrived': env._(
                "Call, deliver: %(quantity)s %(product)s for %(customer)s, held until %(until)s",
                **values,
            ),
            'delayed': env._(
                "Expected goods were cancelled: %(product)s for %(customer)s", **values
            ),
            'ended': env._("Hold has ended, goods passed on: %(product)s, %(customer)s", **values),
            'taken': env._(
                "Held goods are gone, customer waits again: %(product)s, %(customer)s", **values
            ),
        }.get(self.notice, '')

    # === NIGHT === #
    @api.model
    def _cron_run(self):
        """End holds whose day has passed, let expired lots go, give what lies free."""
        Cron = self.env['ir.cron']
        Cron._commit_progress(remaining=3)
        for company in self.env['res.company'].search(Domain.TRUE):
            # what somebody orders in this moment ends the next time, if it is not ordered
            while ended := self._find_ended(company).try_lock_for_update():
                ended._end_holds()
                if not Cron._commit_progress(0):
                    return
        Cron._commit_progress(1)
        last = 0
        while moves := self._reload_holds(SLICE, last):
            last = moves[-1].id
            if not Cron._commit_progress(0):
                return
        Cron._commit_progress(1)
        self._refresh_expected()
        products = self.env['product.product']
        waiting = self._read_group([('state', 'in', WAITING)], ['product_id'])
        products = products.browse([product.id for (product,) in waiting])
        warehouses = self.env['stock.warehouse'].search(Domain.TRUE)
        for start in range(0, len(products), 50):
            some = products[start : start + 50]
            self._allocate({(product, warehouse) for product in some for warehouse in warehouses})
            if not Cron._commit_progress(0):
                return
        Cron._commit_progress(1)

    @api.model
    def _find_ended(self, company):
        return self.search(
            [
                ('company_id', '=', company.id),
                ('state', 'in', ('held', 'partly')),
                ('hold_until', '<=', company._pharma_today() - timedelta(days=1)),
            ],
            order='hold_until, id',
            limit=SLICE,
        )

    def _end_holds(self):
        """Let goods go to the next; whoever did not come does not wait any more."""
        self._release({'state': 'expired', 'notice': 'ended', 'date_closed': fields.Datetime.now()})
        self._trigger_telling()
