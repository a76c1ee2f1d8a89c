from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .pharma_call_queue_wallboard import NOW_MINUTES

AGENT_FIGURES = ('available', 'on_duty', 'talking')


class PharmaCallQueue(models.Model):
    """Every figure of the wallboard leads to the records that it counts (000-38)."""

    _inherit = 'pharma.call.queue'

    @api.model
    def get_wallboard_action(self, figure, queue_id=False):
        """Return the action that lists what a figure of the wallboard counts (000-38).

        :param str figure: 'waiting', 'entered', 'answered', 'abandoned', 'service', 'available',
            'on_duty' or 'talking'
        :param int queue_id: of one queue, else of all
        :return: window action
        :raise AccessError: for others than supervisors and managers
        :raise UserError: for a figure that does not exist
        """
        self._check_wallboard()
        queues = self.search(
            [('id', '=', queue_id)] if queue_id else [('company_id', 'in', self.env.companies.ids)]
        )
        if figure in AGENT_FIGURES:
            domain = Domain('state', '!=', 'offline')
            if queue_id:
                domain &= Domain('queue_ids', 'in', queues.ids)
            if figure == 'talking':
                domain &= Domain('call_id', '!=', False)
            elif figure == 'available':
                domain = domain & Domain('state', '=', 'available') & Domain('call_id', '=', False)
            return self._prepare_wallboard_action('pharma.agent', self.env._("Agents"), domain)
        domain = Domain('queue_id', 'in', queues.ids) & self._get_wallboard_domain(figure, queues)
        return self._prepare_wallboard_action(
            'pharma.call.visit', self.env._("Visits of Queues"), domain
        )

    @api.model
    def _get_wallboard_domain(self, figure, queues):
        now = fields.Datetime.now()
        start = self._get_wallboard_start(now)
        lost = Domain.OR(
            Domain('queue_id', '=', queue.id)
            & Domain('result', '=', 'abandoned')
            & Domain('wait_seconds', '>', queue.short_abandon_seconds)
            for queue in queues
        )
        today = Domain('date_enter', '>=', start)
        recent = Domain('date_enter', '>=', now - timedelta(minutes=NOW_MINUTES))
        domains = {
            'waiting': Domain('result', '=', 'waiting')
            & Domain('date_leave', '=', False)
            & (today | recent),
            'entered': today,
            'answered': today & Domain('result', '=', 'answered'),
            'abandoned': today & lost,
            'service': recent & (lost | Domain('result', '=', 'answered')),
        }
        if figure not in domains:
            raise UserError(self.env._("This figure does not exist. Load the page again."))
        return domains[figure]

    @api.model
    def _prepare_wallboard_action(self, model, name, domain):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'views': [(False, 'list'), (False, 'form')],
            'domain': list(domain),
            'context': {'create': False},
        }
