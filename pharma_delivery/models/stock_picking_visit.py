import logging

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class StockPicking(models.Model):
    """Visits on the slip: signing, proof, who is told (000-31, 004-19)."""

    _inherit = 'stock.picking'

    def _sign_visit(self, attempt):
        """Sign the handover record with what was signed on the telephone, if there is one open.

        :param attempt: ``pharma.delivery.attempt``
        """
        self.ensure_one()
        record = self.handover_id
        if record.state != 'draft' or not attempt.courier_signature:
            return
        values = {'receiver_name': attempt.receiver_name, 'date': attempt.date}
        if attempt.receiver_identity:
            values['receiver_identity'] = attempt.receiver_identity
        if attempt.is_appearance_good:
            values['appearance'] = 'good'
        quantities = {line.move_line_id.id: line.quantity for line in attempt.line_ids}
        record._sign(
            attempt.courier_signature, attempt.signature, quantities=quantities or None, **values
        )

    def _check_visit(self):
        """Refuse to record slips as handed over while something is missing.

        :raise UserError: with all that is missing
        """
        obstacles = self._get_visit_obstacles()
        words = [sentence for slip in self for sentence in obstacles[slip]]
        if words:
            raise UserError('\n'.join(words))

    def _attach_visit(self, attempt):
        """Put the signature where core keeps it, which attaches the signed PDF."""
        self.ensure_one()
        if not attempt.signature or self.signature:
            return
        try:
            with self.env.cr.savepoint():
                self.signature = attempt.signature
        except UserError:  # no PDF today; the signature is on the visit
            _logger.warning("no signed PDF for slip %s", self.slip_number, exc_info=True)

    def _get_planner(self):
        """Return who in the office is told about a slip."""
        self.ensure_one()
        return self._choose_planner(self.user_id, self.sale_id.user_id)

    def _choose_planner(self, *users):
        """Return the first of some users who prepares deliveries here, else anybody who does."""
        group = self.env.ref('pharma_delivery.group_delivery_user')
        for user in users:
            if user.active and group in user.all_group_ids:
                return user
        # sudo: who prepares deliveries is told, whoever drives
        return (
            self.env['res.users']
            .sudo()
            .search(
                [
                    ('all_group_ids', 'in', group.id),
                    ('company_ids', 'in', self.company_id.ids),
                    ('id', '!=', self.env.ref('base.user_root').id),
                ],
                order='id DESC',  # the administrator has every role and comes last
                limit=1,
            )
        )

    def _pharma_take_back_paper(self):
        """Note that the copies signed by the customers came back (000-31)."""
        self._take_in_slip()
