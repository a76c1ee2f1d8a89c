from odoo import models


class StockPickingBatch(models.Model):
    """A round with controlled goods departs with its papers (004-18, 004-19)."""

    _inherit = 'stock.picking.batch'

    def action_depart(self):
        """Make the handover records of the slips that need one, then depart.

        :raise UserError: as the base says, and papers that are missing
        :return: True
        """
        self.check_access('write')
        planned = self.filtered(lambda batch: not batch.date_departed)
        # sudo: whoever sends a round off may not be the one who writes records
        planned.picking_ids.handover_id.sudo()._follow_slip()
        result = super().action_depart()
        self.filtered('date_departed').picking_ids._create_handovers()
        return result

    def action_pharma_assignment(self):
        """Open a new assignment letter for the controlled goods of the round (004-18).

        :return: window action
        """
        self.ensure_one()
        slips = self.picking_ids.filtered(lambda slip: slip._get_controlled_products())
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.assignment',
            'view_mode': 'form',
            'context': {
                'default_batch_id': self.id,
                'default_courier_id': self.courier_id.id,
                'default_picking_ids': [(6, 0, slips.ids)],
                'default_company_id': self.company_id.id,
            },
        }

    def _get_round_papers(self):
        """Add the papers that the rules of special control want on board (004-17, 004-18)."""
        papers = super()._get_round_papers()
        demanded = self.picking_ids._get_control_rules({'dispatch', 'handover'})
        wanted = {}  # keeps the order of the rules
        for slip, rules in demanded.items():
            for rule, _goods in rules:
                words = self._get_paper_words(rule)
                if words:
                    wanted.setdefault(words, []).append(slip.slip_number)
        return papers + [
            self.env._("%(paper)s: %(slips)s", paper=paper, slips=', '.join(dict.fromkeys(slips)))
            for paper, slips in wanted.items()
        ]

    def _get_paper_words(self, rule):
        if rule.demand == 'paper' and rule.party == 'courier':
            return rule.licence_type_id.name
        if rule.demand in ('assignment', 'note', 'handover'):
            return dict(rule._fields['demand']._description_selection(self.env))[rule.demand]
        return False
