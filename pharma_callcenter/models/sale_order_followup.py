from odoo import fields, models


class SaleOrder(models.Model):
    """A cancelled order is not asked about any more, but why it was cancelled (000-32, 004-31)."""

    _inherit = 'sale.order'

    pharma_followup_ids = fields.One2many(
        'pharma.followup',
        'order_id',
        string="Follow-Ups",
        groups='pharma_crm.group_pharma_user',
    )

    def action_draft(self):
        """Nobody is asked why an order was cancelled that is taken up again.

        :return: what core returns
        """
        result = super().action_draft()
        self._pharma_skip_followups(
            [('rule_id.trigger', '=', 'cancel')], self.env._("The order was taken up again.")
        )
        return result

    def _action_cancel(self):
        """Skip what was planned about the orders; ask those who had confirmed them why."""
        confirmed = self.filtered(
            lambda order: order.state == 'sale' and not order.pharma_is_past_order
        )
        # one that is cancelled once more goes on being asked about
        running = self.filtered(lambda order: order.state != 'cancel')
        result = super()._action_cancel()
        running._pharma_skip_followups([], self.env._("The order was cancelled."))
        cancelled = confirmed.filtered(lambda order: order.state == 'cancel')
        if cancelled:
            # sudo: whoever cancels an order need not see who is asked why
            self.env['pharma.followup.rule'].sudo()._plan_for_cancelled(cancelled.sudo())
        return result

    def _pharma_skip_followups(self, domain, reason):
        """Skip what is planned about the orders and not about a ticket.

        :param domain: which of them
        :param str reason: why
        """
        # sudo: whoever changes an order need not see what was planned about it
        followups_sudo = self.env['pharma.followup'].sudo()
        followups_sudo = followups_sudo.search(
            [
                ('order_id', 'in', self.ids),
                ('complaint_id', '=', False),
                ('state', '=', 'planned'),
                *domain,
            ]
        )
        if followups_sudo:
            followups_sudo._skip(reason)
