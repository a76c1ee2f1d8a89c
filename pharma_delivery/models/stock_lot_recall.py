from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class StockLot(models.Model):
    """A lot that is recalled is blocked: neither reserved nor handed over (004-60)."""

    _inherit = 'stock.lot'

    pharma_recall_line_ids = fields.One2many('pharma.recall.lot', 'lot_id', string="Recalls")
    pharma_is_blocked = fields.Boolean(
        string="Blocked",
        compute='_compute_pharma_is_blocked',
        search='_search_pharma_is_blocked',
        compute_sudo=True,
        help="Recalled by a company you work in.",
    )

    # === COMPUTE METHODS === #
    @api.depends('pharma_recall_line_ids.recall_id.is_blocking')
    @api.depends_context('allowed_company_ids')
    def _compute_pharma_is_blocked(self):
        blocked = self._get_blocking(self.env.companies)
        for lot in self:
            lot.pharma_is_blocked = any(
                (company.id, lot._origin.id) in blocked for company in self.env.companies
            )

    def _search_pharma_is_blocked(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('id', 'in', self._get_blocked_query(self.env.companies))

    def _get_blocking(self, companies):
        """Return {(company id, lot id): ``pharma.recall``} of those of the lots that are
        blocked."""
        # sudo: that a lot is blocked holds for everybody, also for who may not read the recall
        lines = (
            self.env['pharma.recall.lot']
            .sudo()
            .search(
                [
                    ('lot_id', 'in', self._origin.ids),
                    ('company_id', 'in', companies.ids),
                    ('recall_id.is_blocking', '=', True),
                ]
            )
        )
        return {(line.company_id.id, line.lot_id.id): line.recall_id for line in lines}

    def _get_blocked_query(self, companies):
        """Return SQL of the ids of all lots that companies have blocked."""
        return SQL(
            """(SELECT line.lot_id FROM pharma_recall_lot line
                JOIN pharma_recall recall ON recall.id = line.recall_id
                WHERE recall.is_blocking AND recall.company_id = ANY(%s))""",
            companies.ids,
        )

    def action_pharma_recall(self):
        """Open a new recall of the lots (004-60).

        :return: window action of ``pharma.recall``
        :raise AccessError: for those who may not make one
        """
        self.check_access('read')
        self.env['pharma.recall'].check_access('create')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("New Recall"),
            'res_model': 'pharma.recall',
            'views': [(False, 'form')],
            'context': {'default_lot_line_ids': [(0, 0, {'lot_id': lot.id}) for lot in self]},
        }
