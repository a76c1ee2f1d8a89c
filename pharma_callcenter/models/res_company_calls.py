import hashlib

from odoo import api, fields, models

SERVICE_LEVELS = [
    ('ignored', "Without Abandons"),
    ('negative', "Abandons Against"),
    ('positive', "Abandons in Favour"),
]


class ResCompany(models.Model):
    """How the figures of calls are counted (000-48, 003-11, 003-13)."""

    _inherit = 'res.company'

    pharma_service_level = fields.Selection(
        SERVICE_LEVELS,
        string="Service Level",
        required=True,
        default='negative',
        help="Callers who hung up within the answer time of the queue.",
    )
    pharma_work_source = fields.Selection(
        [('login', "Queue Log-In, Else Shifts"), ('shift', "Shifts")],
        string="Work Time of Agents",
        required=True,
        default='login',
        help="Log-in: of employees who sign in at the PBX; of others the shift table.",
    )
    pharma_talk_limit = fields.Integer(
        string="Short Call (s)", default=180, help="A connected call of at most so long is short."
    )

    @api.constrains('pharma_talk_limit')
    def _check_pharma_talk_limit(self):
        self._pharma_check_ranges({'pharma_talk_limit': (1, 86400)})

    def _pharma_count_settings(self):
        """Return what the kept figures of calls depend on; when it changes, all are counted again.

        :return: str
        """
        self.ensure_one()
        # the job asks, with all rights
        queues = self.env['pharma.call.queue'].with_context(active_test=False)
        purposes = self.env['pharma.call.purpose'].with_context(active_test=False)
        parts = [
            self._pharma_tz(),
            self.pharma_work_source,
            self.pharma_talk_limit,
            purposes.search([('is_sales', '=', True)], order='id').ids,
            [
                (q.id, q.service_seconds, q.short_abandon_seconds, q.calendar_id.id)
                for q in queues.search([('company_id', '=', self.id)], order='id')
            ],
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()
