from odoo import models


class StockPicking(models.Model):
    """An order of which nothing was delivered is somebody's task (000-31, 002-11)."""

    _inherit = 'stock.picking'

    def _tell_nothing_delivered(self):
        """Ask the salespersons what becomes of orders left with nothing but these slips."""
        # sudo: whoever takes a round back need not read orders and invoices
        for order in self.sudo().sale_id.filtered(lambda order: order._is_pharma_undelivered()):
            slip = order.picking_ids.filtered(lambda slip: slip in self)[:1]
            users = order.user_id | order.team_id.user_id
            users = users.filtered(
                lambda user, order=order: (
                    user.active and not user.share and order.company_id in user.company_ids
                )
            )
            user = users[:1] or slip._get_planner()
            if not user:
                continue
            order = order.with_context(lang=user.lang)  # who is to read it
            order.activity_schedule(
                'mail.mail_activity_data_todo',
                date_deadline=order.company_id._pharma_today(),
                summary=order.env._("Nothing was delivered: cancel the order or deliver anew"),
                user_id=user.id,
            )
