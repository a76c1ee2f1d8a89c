import logging

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class PharmaDeliveryAttempt(models.Model):
    """A visit that went wrong becomes a ticket, by hand or by its reason (000-22, 000-31)."""

    _inherit = 'pharma.delivery.attempt'

    # follow-ups ask for the receipts of a day
    _receipt_idx = models.Index(
        "(COALESCE(date_cleared, date_received)) WHERE result IN ('delivered', 'partly')"
    )

    def action_pharma_new_complaint(self):
        """Open the form of a new ticket about what this visit tells (000-22).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for a visit or slip that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.picking_id.action_pharma_new_complaint()
        vals = self._prepare_complaint_vals(self._get_complaint_reasons()[:1])
        action['context'] |= {f'default_{name}': value for name, value in vals.items()}
        return action

    def _get_complaint_reasons(self):
        """Return the reasons of the visit and of its goods that failed."""
        return self.reason_id | self.line_ids.reason_id

    def _prepare_complaint_vals(self, reason):
        """Return what a visit and one of its reasons say, besides what the slip says.

        :param reason: ``pharma.delivery.reason``
        """
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.reason_id == reason) if reason else ()
        results = dict(self._fields['result']._description_selection(self.env))
        words = [results[self.result], reason.name, self.note]
        vals = {'description': ', '.join(word for word in words if word)}
        if reason.complaint_category_id:
            vals['category_id'] = reason.complaint_category_id.id
        if len(lines) == 1:
            vals |= {'product_id': lines.product_id.id, 'lot_id': lines.lot_id.id}
        return vals

    def _apply(self):
        """Open the tickets that the reasons ask for, once the visit has taken effect."""
        result = super()._apply()
        self._open_tickets()
        return result

    def _open_tickets(self):
        """Open a ticket for each reason that asks for one, none twice about a slip (000-22).

        What a ticket lacks is written on the slip: it does not stop the courier.
        """
        # sudo: a courier works with no tickets; what is opened comes from the recorded visit
        for attempt in self.sudo():
            slip = attempt.picking_id
            for reason in attempt._get_complaint_reasons():
                kind = reason.complaint_kind_id
                if not kind or kind.company_id not in (slip.company_id, kind.company_id.browse()):
                    continue
                vals = {
                    **slip._prepare_complaint_vals(),
                    **attempt._prepare_complaint_vals(reason),
                    'kind_id': kind.id,
                    'user_id': False,
                }
                if attempt._has_open_ticket(vals):
                    continue
                try:
                    with self.env.cr.savepoint():
                        ticket = self.env['pharma.complaint'].sudo().create(vals)  # sudo: as above
                        self.env.flush_all()
                except UserError as error:
                    _logger.info("no ticket about slip %s: %s", slip.slip_number, error)
                    body = self.env._("No ticket was opened: %(why)s", why=str(error))
                else:
                    body = self.env._("Ticket %(number)s was opened.", number=ticket.number)
                slip.message_post(body=body)

    def _has_open_ticket(self, vals):
        return bool(
            self.env['pharma.complaint'].search_count(
                [
                    ('slip_id', '=', self.picking_id.id),
                    ('kind_id', '=', vals['kind_id']),
                    ('category_id', '=', vals.get('category_id', False)),
                    ('date_closed', '=', False),
                ],
                limit=1,
            )
        )
