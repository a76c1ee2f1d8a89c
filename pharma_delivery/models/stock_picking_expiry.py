from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.misc import formatLang

# Customers of the portal read slips of their own, and nothing of the stock behind them.
STAFF = 'base.group_user'


class StockPicking(models.Model):
    """Expired, short-dated and wrongly chosen lots, and too much of something (000-28, 004-20)."""

    _inherit = 'stock.picking'

    pharma_expiry_warning = fields.Text(
        string="Expiry",
        compute='_compute_pharma_expiry_warning',
        compute_sudo=True,  # sudo: salespeople and couriers open slips, but may read no lots
        help="Lots of this slip that ended, end soon, or were taken though others end earlier.",
    )
    pharma_expiry_hint = fields.Char(
        string="Expiry Hint",
        compute='_compute_pharma_expiry_warning',
        compute_sudo=True,  # sudo: salespeople and couriers open slips, but may read no lots
        help="The first of the warnings about lots, and how many more there are.",
    )
    pharma_fefo_reason = fields.Char(
        string="Why Not the First to Expire",
        copy=False,
        tracking=True,
        groups=STAFF,
        help="E.g. the customer wants a longer shelf life.",
    )

    # === COMPUTE METHODS === #
    @api.depends(
        *('state', 'date_done'),
        *('move_line_ids.lot_id.expiration_date', 'move_line_ids.quantity'),
    )
    @api.depends_context('uid')
    def _compute_pharma_expiry_warning(self):
        open_slips = self.browse()
        if self.env.user._is_internal():  # what lies in the branch is not for the portal
            open_slips = self.filtered(lambda slip: slip.slip_number and slip.state != 'cancel')
        earlier = open_slips.filtered(lambda slip: slip.state != 'done')._get_earlier_lots()
        (self - open_slips).pharma_expiry_warning = False
        (self - open_slips).pharma_expiry_hint = False
        for slip in open_slips:
            words = slip._get_short_dated_words()
            words += [slip._get_fefo_words(*found) for found in earlier.get(slip, ())]
            slip.pharma_expiry_warning = '\n'.join(words) or False
            more = f' (+{len(words) - 1})' if len(words) > 1 else ''
            slip.pharma_expiry_hint = words and words[0] + more or False

    def _get_lot_lines(self):
        """Return the move lines that bring something of a lot with an expiration date."""
        return self.move_line_ids.filtered(
            lambda line: (
                line.state != 'cancel'
                and line.lot_id.expiration_date
                and not line.product_uom_id.is_zero(line.quantity)
            )
        )

    def _get_expiry_day(self):
        """Return the day on which lots of the slip are judged: that it left, else None, today."""
        self.ensure_one()
        if self.state != 'done' or not self.date_done:
            return None
        return self.company_id._pharma_day(self.date_done)

    def _get_short_dated_words(self):
        """Return a sentence per lot that ended or ends within the company's days.

        Of what has left, on the day it left: what ends in the customer's hands is no fault.
        """
        self.ensure_one()
        words, day = [], self._get_expiry_day()
        for line in self._get_lot_lines().grouped('lot_id').values():
            lot, product = line.lot_id, line.product_id.display_name
            date = format_date(self.env, lot._get_pharma_expiry(self.company_id))
            if lot._is_pharma_expired(self.company_id, day):
                words.append(
                    self.env._(
                        "%(product)s: lot %(lot)s expired on %(date)s and may not leave.",
                        product=product,
                        lot=lot.name,
                        date=date,
                    )
                )
            elif lot._is_pharma_short_dated(self.company_id, day):
                words.append(
                    self.env._(
                        "%(product)s: lot %(lot)s ends soon, on %(date)s. Tell the customer.",
                        product=product,
                        lot=lot.name,
                        date=date,
                    )
                )
        return words

    # === FIRST EXPIRED, FIRST OUT === #
    def _get_earlier_lots(self):
        """Return what was taken though an earlier lot lies free in the same place (004-58).

        One query for all slips.

        :return: {slip: list of (lot taken, earlier ``stock.lot``, free quantity)}
        """
        lines = self._get_lot_lines()
        if not lines:
            return {}
        # sudo: who may read the slip is told of other lots of its medicines, nothing else
        quants = self.env['stock.quant'].sudo()
        free = quants._read_group(
            Domain('product_id', 'in', lines.product_id.ids)
            & Domain('location_id', 'child_of', self.location_id.ids)
            & Domain('lot_id', 'not in', self.env['stock.lot']._get_blocked_query(self.company_id))
            & Domain('lot_id', '!=', False)
            & Domain('expiration_date', '!=', False),
            ['product_id', 'lot_id', 'location_id'],
            ['quantity:sum', 'reserved_quantity:sum'],
        )
        by_product = defaultdict(list)
        for product, lot, location, quantity, reserved in free:
            if product.uom_id.compare(quantity, reserved) > 0:
                by_product[product.id].append((lot, location.parent_path, quantity - reserved))
        found = {}
        for slip in lines.picking_id:
            place = slip.location_id.sudo().parent_path  # sudo: only the path is compared
            own = lines & slip.move_line_ids
            for product, lot in {(line.product_id, line.lot_id) for line in own}:
                earlier = slip._get_earliest(lot, place, by_product[product.id])
                if earlier:
                    found.setdefault(slip, []).append((lot, *earlier))
        return found

    def _get_earliest(self, lot, place, free):
        """Return (lot, free quantity) of what should have gone first, or False."""
        taken = lot._get_pharma_expiry(self.company_id)
        earlier = [
            (other._get_pharma_expiry(self.company_id), other, quantity)
            for other, path, quantity in free
            if other != lot and path.startswith(place)
        ]
        earlier = [
            (date, other, quantity)
            for date, other, quantity in earlier
            if date < taken and not other._is_pharma_expired(self.company_id)
        ]
        if not earlier:
            return False
        _date, other, quantity = min(earlier, key=lambda found: (found[0], found[1].id))
        return other, quantity

    def _get_fefo_words(self, lot, earlier, quantity):
        return self.env._(
            "%(product)s: lot %(lot)s (%(date)s) was taken though lot %(earlier)s, of which"
            " %(quantity)s lie free, ends earlier (%(earlier_date)s).",
            product=lot.product_id.display_name,
            lot=lot.name,
            date=format_date(self.env, lot._get_pharma_expiry(self.company_id)),
            earlier=earlier.name,
            quantity=formatLang(self.env, quantity, dp='Product Unit'),
            earlier_date=format_date(self.env, earlier._get_pharma_expiry(self.company_id)),
        )

    # === DISPATCH === #
    def _get_dispatch_obstacles(self):
        """Add expired lots, too large quantities and wrong units; see the base method (000-28)."""
        obstacles = super()._get_dispatch_obstacles()
        self.move_ids.move_line_ids.lot_id.fetch(['expiration_date'])  # read for all at once
        for slip in self:
            obstacles[slip] += [
                self.env._(
                    "%(product)s: lot %(lot)s expired on %(date)s. Take another lot.",
                    product=lot.product_id.display_name,
                    lot=lot.name,
                    date=format_date(self.env, lot._get_pharma_expiry(slip.company_id)),
                )
                for lot in slip._get_lot_lines().lot_id
                if lot._is_pharma_expired(slip.company_id)
            ]
            for move in slip.move_ids.filtered(lambda move: move.state not in ('done', 'cancel')):
                obstacles[slip] += move._get_quantity_obstacles()
        return obstacles
