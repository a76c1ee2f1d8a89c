from odoo import fields, models
from odoo.exceptions import UserError


class PharmaRecallLine(models.Model):
    """What customers answer; the one door for dialogs, call lists and the portal (004-60)."""

    _inherit = 'pharma.recall.line'

    def _take_answer(self, answer, used=None, note=None):
        """Write down what a customer said about all lots the customer has of a recall.

        Call it with the rights of whoever took the answer: reading the line is enough.

        :param str answer: 'reached', 'unreachable' or 'refused'
        :param dict used: {line: quantity in the stock unit}; lines without one keep theirs
        :param str note: in the customer's words; empty keeps what was noted before
        :raise AccessError: another employee's customer
        :raise UserError: the recall is over, or more was used than the customer has
        """
        self.check_access('read')
        self._check_running()
        used = used or {}
        for line, quantity in used.items():
            line._check_used(quantity)
        # sudo: who may read the customer's line may take the answer, and nothing else of it
        for line in self.sudo():
            line.write(
                {
                    'answer': answer,
                    'tries': line.tries + 1,
                    'date_answer': fields.Datetime.now(),
                    'answer_user_id': self.env.uid,
                    'quantity_used': used.get(line, line.quantity_used),
                    'note': note or line.note,
                }
            )
        self.sudo()._settle()  # sudo: as above

    def _check_used(self, used):
        self.ensure_one()
        unit = self.product_id.uom_id
        if unit.compare(used, 0) < 0:
            raise UserError(self.env._("A used quantity is not negative. Enter 0 or more."))
        if unit.compare(used + self.quantity_returned, self.quantity) > 0:
            raise UserError(
                self.env._(
                    "%(customer)s has %(quantity)s of lot %(lot)s and returned %(returned)s: no"
                    " more than the rest can be used.",
                    customer=self.partner_id.display_name or '',
                    quantity=self.quantity,
                    lot=self.lot_id.name,
                    returned=self.quantity_returned,
                )
            )

    def _get_to_call(self):
        """Return the lines of running recalls whose customers are to be called: open, with a
        number, and no exercise. For call lists; `user_id` says who calls."""
        return self.filtered(
            lambda line: (
                not line.is_settled
                and line.recall_id.state == 'running'
                and not line.recall_id.is_exercise
                and line.phone
            )
        )
