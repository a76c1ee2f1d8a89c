from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime


class StockPickingBatch(models.Model):
    """What the courier's telephone shows and asks; his own rounds only (000-29)."""

    _inherit = 'stock.picking.batch'

    # === COURIER === #
    @api.model
    @api.readonly
    def get_courier_rounds(self):
        """Return the user's own rounds that are not finished, with all their stops (000-29).

        No price but the sum to collect, and nothing of the customer that is not on the slip.

        :return: dict of ``user`` (name), ``user_id``, ``rounds`` (dicts of ``id``, ``name``,
            ``vehicle``, ``state``, ``papers``, ``stops``) and ``reasons``
        :raise AccessError: without the role of a courier
        """
        self._check_courier_role()
        # sudo: couriers read no lots, phones and orders; the rounds are the user's own by domain
        rounds = self.sudo().search(
            [
                ('courier_id', '=', self.env.uid),
                ('date_finished', '=', False),
                ('state', '!=', 'cancel'),
                ('company_id', 'in', self.env.companies.ids),
            ],
            order='scheduled_date, id',
        )
        reasons = self.env['pharma.delivery.reason'].search([('active', '=', True)])
        return {
            'user': self.env.user.name,
            'user_id': self.env.uid,
            'rounds': [batch._prepare_courier_round() for batch in rounds],
            'reasons': [
                {
                    'id': reason.id,
                    'name': reason.name,
                    'result': reason.result or '',
                    'again': reason.is_redelivered,
                }
                for reason in reasons
            ],
        }

    def depart_round(self, papers=None, temperatures=None):
        """Let the courier leave with his own round from his telephone (000-29, 004-20).

        :param list papers: ids of the papers he ticked off
        :param list temperatures: readings at loading, one per box: dicts of ``condition_id`` (of
            which goods) and ``value`` (degrees Celsius), or numbers, which hold for all goods
        :return: as ``get_courier_rounds``; with ``error`` if the round may not leave because a
            reading is outside what the goods stand: the reading is kept
        :raise AccessError: another's round
        :raise UserError: see ``action_depart``; readings that are no temperatures; a round that
            is over
        """
        self._check_courier_role()
        papers = papers if isinstance(papers, list) else []
        ticked = {id_ for id_ in papers if type(id_) is int}
        # sudo: the courier only reads rounds; whose it is was checked before
        for batch in self._filter_own().sudo():
            if batch.date_finished or batch.state == 'cancel':
                raise UserError(self.env._("Round %s is over. Refresh the screen.", batch.name))
            if batch.date_departed:
                continue  # sent again, the first answer was lost
            batch._update_papers()
            batch.pharma_paper_ids.filtered(
                lambda paper: paper.id in ticked and not paper.is_checked
            ).is_checked = True
            readings = batch._record_loading(temperatures or [])
            try:
                with self.env.cr.savepoint():
                    batch.action_depart()
            except UserError as error:
                if not readings.excursion_ids:
                    raise
                # what the goods went through stays on file, whatever is measured next
                return {**self.get_courier_rounds(), 'error': str(error)}
        return self.get_courier_rounds()

    def _record_loading(self, temperatures):
        """Keep the readings at loading, which are judged by their own rules, and return them."""
        self.ensure_one()
        slips = self.picking_ids.filtered(lambda s: s.state not in ('done', 'cancel'))
        return self.env['pharma.delivery.temperature'].create(
            [
                {
                    'batch_id': self.id,
                    'kind': 'loading',
                    'condition_id': condition.id,
                    'value': value,
                    'user_id': self.env.uid,
                    'date': fields.Datetime.now(),
                }
                for condition, value in slips._read_measured(temperatures)
            ]
        )

    def _check_courier_role(self):
        roles = 'pharma_delivery.group_courier,pharma_delivery.group_delivery_user'
        if not self.env.user.has_groups(roles):
            raise AccessError(self.env._("Rounds on the telephone are for couriers."))

    def _filter_own(self):
        """Return the rounds, if all are the user's own.

        :raise AccessError: otherwise
        """
        # sudo: whose round it is has to be known before it may be read
        if not self or any(batch.courier_id != self.env.user for batch in self.sudo().exists()):
            raise AccessError(self.env._("This is not a round of yours. Ask the office."))
        if self.exists() != self:
            raise UserError(self.env._("This round is not there any more. Ask the office."))
        return self

    # === WHAT THE TELEPHONE SHOWS === #
    def _prepare_courier_round(self):
        self.ensure_one()
        slips = self.picking_ids.filtered(lambda slip: slip.slip_number)
        slips = slips.sorted(lambda slip: (slip.batch_sequence, slip.id))
        papers = self.pharma_paper_ids
        slips.move_ids.sale_line_id.mapped('price_total')  # read at once, not slip by slip
        obstacles = slips._get_courier_obstacles()
        conditions = slips._get_storage_conditions()  # all of the company of the round
        stops = [slip._prepare_courier_stop(self, obstacles[slip], conditions) for slip in slips]
        to_load = slips.filtered(lambda slip: slip.state not in ('done', 'cancel'))
        return {
            'id': self.id,
            'name': self.name,
            'vehicle': self.vehicle or '',
            'state': self.delivery_state,
            'date': self.scheduled_date
            and format_datetime(
                self.env, self.scheduled_date, tz=self.company_id._pharma_tz(), dt_format='short'
            )
            or '',
            'papers': [
                {'id': paper.id, 'name': paper.name, 'checked': paper.is_checked}
                for paper in papers
            ],
            'currency': self.company_id.currency_id.name,
            'digits': self.company_id.currency_id.decimal_places,
            'boxes': to_load._get_conditions_aboard(conditions)._prepare_courier_boxes(),
            'stops': stops,
        }
