from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, plaintext2html

FINAL = ('delivered', 'partly', 'refused')


class PharmaDeliveryAttempt(models.Model):
    """What a visit does to its slip; what it contradicts (000-31)."""

    _inherit = 'pharma.delivery.attempt'

    # === CONTRADICTIONS === #
    def _get_contradiction(self, is_decided=False):
        """Return in words what a visit contradicts, empty if nothing: there is one truth.

        :param bool is_decided: the office decided that the visit counts though the slip was taken
            off the round before it became known
        """
        self.ensure_one()
        slip = self.picking_id
        if slip.state == 'cancel':
            return self.env._("The slip was cancelled before this visit became known.")
        earlier = (slip.attempt_ids - self).filtered(
            lambda visit: not visit.is_conflict and visit.result in FINAL
        )
        earlier = earlier.filtered(
            lambda visit: (
                visit.result != 'refused' or visit.batch_id == self.batch_id or not slip.batch_id
            )
        ).sorted('id')[-1:]
        if earlier:
            return self.env._(
                "%(courier)s has recorded this slip already: %(result)s, on %(date)s.",
                courier=earlier.courier_id.name,
                result=dict(self._fields['result']._description_selection(self.env))[
                    earlier.result
                ],
                date=fields.Datetime.context_timestamp(
                    self.with_context(tz=self.company_id._pharma_tz()), earlier.date
                ).strftime('%Y-%m-%d %H:%M'),
            )
        if not self.batch_id.date_departed:
            return self.env._("The round has not departed, says the office.")
        if slip.batch_id != self.batch_id and slip.state != 'done':
            if slip.batch_id:
                return self.env._("The slip was moved to another round, %s.", slip.batch_id.name)
            if not is_decided:
                return self.env._(
                    "The slip was taken off the round before this visit became known."
                )
        return self._get_goods_contradiction()

    def _get_goods_contradiction(self):
        if self.result not in ('delivered', 'partly'):
            return ''
        if not self.picking_id.move_line_ids.filtered('quantity'):
            return self.env._("Nothing is reserved for this slip any more.")
        for line, move_line in self._match_lines().items():
            name = line.product_id.display_name
            if not move_line:
                return self.env._("%s: its lot was changed on the slip meanwhile.", name)
            asked = move_line.quantity
            if line.uom_id.compare(line.quantity, asked) > 0:
                return self.env._(
                    "%(medicine)s: %(quantity)s handed over, but the slip says %(asked)s.",
                    medicine=name,
                    quantity=line.quantity,
                    asked=asked,
                )
        if self.result == 'partly' and not any(self.line_ids.mapped('quantity')):
            return self.env._("'Partly Delivered' though nothing was handed over.")
        return ''

    def _match_lines(self):
        """Return {line of the visit: line of the slip}, which may have been reserved anew."""
        self.ensure_one()
        left = self.picking_id.move_line_ids - self.line_ids.move_line_id
        result = {}
        for line in self.line_ids:
            found = (
                line.move_line_id
                or left.filtered(
                    lambda move_line, line=line: (
                        move_line.product_id == line.product_id
                        and move_line.lot_id == line.lot_id
                        and move_line.product_uom_id == line.uom_id
                    )
                )[:1]
            )
            left -= found
            result[line] = found
        return result

    # === EFFECT === #
    def _take_effect(self, visit):
        """Let a new visit take effect; what contradicts is kept and told instead.

        :return: the words of the contradiction, empty if there is none
        """
        self.ensure_one()
        slip = self.picking_id
        # two couriers, or courier and office, at the same moment: the later one waits and sees it
        self.env.cr.execute(SQL("SELECT id FROM stock_picking WHERE id = %s FOR UPDATE", slip.id))
        words = self._get_contradiction()
        # by what is on the slip now: nothing of it has left yet
        measured = self._read_temperatures(visit, slip) if self.has_temperature else []
        if self.result == 'refused':  # what was measured keeps the goods from going back to stock
            self._record_temperature(measured)
        left = [] if words or not measured else self._get_left_items()
        if not words:
            try:
                with self.env.cr.savepoint():
                    self._apply()
                    self.env.flush_all()
            except UserError as error:
                words = str(error)
        if words:
            self.write({'is_conflict': True, 'conflict': words})
            self._tell_office(self.env._("Clear up a visit"), words)
        if self.result != 'refused':
            readings = self._record_temperature(measured)
            if left and not words:
                # sudo: as visits are; what becomes of the goods is decided by a pharmacist
                self.env['pharma.excursion'].sudo()._hold_left(slip, readings, left)
        return words

    def _get_left_items(self):
        """Return what is neither handed over nor brought again, as items of
        :meth:`stock.warehouse._pharma_transfer`: it goes back to the shelf."""
        if self.result not in ('delivered', 'partly') or self.picking_id.state == 'done':
            return []
        items = []
        for line, move_line in self._match_lines().items():
            left = move_line.quantity - line.quantity
            again = (line.reason_id or self.reason_id).is_redelivered
            if move_line and not again and line.uom_id.compare(left, 0.0) > 0:
                unit = move_line.product_id.uom_id
                quantity = line.uom_id._compute_quantity(left, unit)
                items.append({**move_line._pharma_item(), 'quantity': quantity})
        return items

    def _record_temperature(self, measured):
        """Keep the readings at the door, which are judged by themselves (004-20).

        What was not handed over is in the same box: they count for the slip of the rest as well.

        :param list measured: see ``_read_temperatures``
        :return: the ``pharma.delivery.temperature``
        """
        if not measured:
            return self.env['pharma.delivery.temperature']
        rest = self.picking_id.browse()
        if self.result == 'partly':
            rest = self.picking_id.backorder_ids.filtered(
                lambda slip: slip.state not in ('done', 'cancel')
            )
        with self.env.cr.savepoint():
            return self.env['pharma.delivery.temperature'].create(
                [
                    {
                        'picking_id': slip.id,
                        'batch_id': self.batch_id.id,
                        'kind': 'handover',
                        'condition_id': condition.id,
                        'value': value,
                        'date': self.date,
                        'user_id': self.courier_id.id,
                        'client_uid': slip == self.picking_id and not number and self.client_uid,
                    }
                    for slip in self.picking_id | rest
                    for number, (condition, value) in enumerate(measured)
                ]
            )

    def _apply(self):
        """Let the visit take effect on its slip.

        :raise UserError: what keeps the goods from changing hands
        """
        self.ensure_one()
        slip = self.picking_id.with_company(self.company_id)
        if self.result == 'not_home':
            self._tell_tries()
            return
        if self.result == 'refused':
            self._apply_refused(slip)
            return
        slip._sign_visit(self)
        if slip.state == 'done':  # the warehouse was first; what came back is returned
            self._return_goods(slip)
        else:
            slip._check_visit()
            self._hand_over(slip)
        slip._attach_visit(self)

    def _apply_refused(self, slip):
        if slip.state == 'done':
            self._return_goods(slip)
        elif not self.reason_id.is_redelivered:
            slip.do_unreserve()  # goods that are held go to quarantine, not to the shelf
        self._tell_office(
            self.env._("The customer refused the goods"),
            ', '.join(word for word in (self.reason_id.name, self.note) if word),
        )

    def _hand_over(self, slip):
        """Validate the slip with what was handed over; of the rest the reasons decide."""
        given = {move_line: line for line, move_line in self._match_lines().items()}
        for move in slip.move_ids.filtered(lambda move: move.state not in ('done', 'cancel')):
            handed, again, amounts = 0.0, 0.0, {}
            for line in move.move_line_ids:
                visit_line = given.get(line)
                amounts[line] = visit_line.quantity if visit_line else line.quantity
                unit = line.product_uom_id
                handed += unit._compute_quantity(amounts[line], move.product_uom)
                reason = visit_line and visit_line.reason_id or self.reason_id
                if reason.is_redelivered:
                    left = line.quantity - amounts[line]
                    again += unit._compute_quantity(left, move.product_uom)
            move._pharma_hand_over(amounts, handed, again)
        if not any(slip.move_line_ids.mapped('picked')):
            raise UserError(self.env._("Nothing on the slip was handed over."))
        slip._action_done()

    def _return_goods(self, slip):
        """Plan core's return of what was not handed over of goods that left the stock."""
        back = {}
        if self.result == 'refused':
            back = {move: move.quantity for move in slip.move_ids if move.state == 'done'}
        lines = self._match_lines() if self.result == 'partly' else {}
        for line, move_line in lines.items():
            move, left = move_line.move_id, move_line.quantity - line.quantity
            if move and line.uom_id.compare(left, 0.0) > 0:
                quantity = line.uom_id._compute_quantity(left, move.product_uom)
                back[move] = back.get(move, 0.0) + quantity
        if not back:
            return
        wizard = self.env['stock.return.picking'].create(
            {
                'picking_id': slip.id,
                'product_return_moves': [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                'product_id': move.product_id.id,
                                'move_id': move.id,
                                'quantity': quantity,
                            }
                        )
                        for move, quantity in back.items()
                    ),
                ],
            }
        )
        returned = wizard._create_return()
        slip.message_post(
            body=self.env._("What came back from the visit is to be received: %s.", returned.name)
        )

    # === TELLING === #
    def _tell_tries(self):
        """After the company's number of tries the office is asked what to do."""
        most = self.company_id.pharma_delivery_tries
        tries = self.picking_id.pharma_try_count
        if most and tries >= most:
            self._tell_office(
                self.env._("%s tries without success: call the customer", tries),
                self.reason_id.name or '',
            )

    def _tell_office(self, summary, note):
        """Give whoever plans the rounds an activity on the slip."""
        user = self.batch_id._get_planner() or self.picking_id._get_planner()
        if not user:
            return
        slip = self.picking_id.with_context(lang=user.lang)
        slip.activity_schedule(
            'pharma_delivery.mail_activity_type_visit',
            date_deadline=self.company_id._pharma_today(),
            summary=summary,
            note=plaintext2html(note),  # a courier's words are no HTML
            user_id=user.id,
        )
