import base64
import binascii
import re
from datetime import timedelta

from PIL.Image import DecompressionBombError
from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import mute_logger
from odoo.tools.image import base64_to_image

# A telephone sends what it kept one after the other, so a call holds few.
MAX_VISITS = 100
MAX_IMAGE = 12_000_000  # characters of base64, about 9 MB
MAX_TEXT = 500
MAX_LINES = 1000
RECEIPT = re.compile(r'[A-Za-z0-9-]{8,64}')
# By more than this the telephone's clock is doubted.
CLOCK_AHEAD = timedelta(minutes=5)
OLD = timedelta(days=7)
RESULTS = ('delivered', 'partly', 'refused', 'not_home')


class PharmaDeliveryAttempt(models.Model):
    """Taking in visits from the couriers' telephones, each once and by itself (000-31)."""

    _inherit = 'pharma.delivery.attempt'

    # === RECEIVING === #
    @api.model
    def record_attempts(self, visits, user_id=None):
        """Record visits a courier's telephone sends, maybe hours later and more than once.

        Each is judged by itself: a bad one does not lose the others.

        :param list visits: dicts of ``client_uid`` (drawn by the telephone), ``picking_id``,
            ``batch_id``, ``date`` (UTC), ``result``, and where they apply ``reason_id``, ``note``,
            ``receiver_name``, ``signature``, ``photo``, ``courier_signature`` (base64),
            ``receiver_identity``, ``is_appearance_good``, ``cash_amount`` (company currency),
            ``temperature`` (degrees C or None), ``temperatures`` (dicts of ``condition_id``,
            ``value``: see ``depart_round``), ``lines`` (dicts of ``move_line_id``,
            ``quantity`` in the unit of the slip, ``reason_id``)
        :param int user_id: whose visits these are, as the telephone knows; None: not told
        :return: list of {'client_uid', 'status', 'message'} in the same order; status is 'ok',
            'already' (recorded before), 'conflict' (kept, told to the office, without effect) or
            'error' (not recorded: the message says why)
        :raise AccessError: without the role of a courier; somebody else has logged in meanwhile
        :raise UserError: not a list, or too long
        """
        user = self.env.user
        if user_id is not None and user_id != user.id:
            raise AccessError(
                self.env._(
                    "%s has logged in on this telephone. Log in under your own name: your visits "
                    "are kept and sent then.",
                    user.name,
                )
            )
        if not user.has_groups('pharma_delivery.group_courier,pharma_delivery.group_delivery_user'):
            raise AccessError(self.env._("Visits are recorded by couriers."))
        if not isinstance(visits, list) or len(visits) > MAX_VISITS:
            raise UserError(self.env._("Send a list of at most %s visits.", MAX_VISITS))
        return [self._record_visit(visit) for visit in visits]

    def _record_visit(self, visit):
        uid = visit.get('client_uid') if isinstance(visit, dict) else False
        uid = uid if isinstance(uid, str) else False
        try:
            # first of all: what was recorded stays so, whoever drives the round by now
            known = self._find_recorded(uid)
            if not known:
                vals = self._prepare_visit_vals(visit)
                with self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                    # sudo: visits are written by nobody directly; slip and round were checked
                    attempt = self.sudo().create(vals)
                    self.env.flush_all()
        except UserError as error:
            return {'client_uid': uid, 'status': 'error', 'message': str(error)}
        except IntegrityError as error:
            if '_client_uid_unique' in (error.diag.constraint_name or ''):
                # the same at once from a second window
                return {'client_uid': uid, 'status': 'already', 'message': ''}
            # not recorded: what it names has gone in this moment. The server repeats the request
            # and sees it, and whatever comes of that the telephone keeps the visit
            raise ConcurrencyError("what a visit names has gone at the same time") from error
        if known:
            return {'client_uid': uid, 'status': 'already', 'message': known.conflict or ''}
        words = attempt._take_effect(visit)
        status = 'conflict' if words else 'ok'
        return {'client_uid': uid, 'status': status, 'message': words or attempt.date_note or ''}

    def _find_recorded(self, client_uid):
        """Return what is known by that receipt, if it is the user's own.

        :raise UserError: another's: two telephones do not draw the same one
        """
        if not client_uid or not RECEIPT.fullmatch(client_uid):
            return self.browse()
        # sudo: to know of another's as well
        known = self.sudo().search([('client_uid', '=', client_uid)])
        if known and known.courier_id != self.env.user:
            raise UserError(self.env._("This receipt number belongs to another visit."))
        return known

    # === READING WHAT WAS SENT === #
    def _prepare_visit_vals(self, visit):
        """Return the values of a visit, every one of them checked.

        :raise UserError: unreadable, or not the courier's slip
        """
        if not isinstance(visit, dict):
            raise UserError(self.env._("A visit is not readable. Record it again."))
        uid = visit.get('client_uid')
        if not isinstance(uid, str) or not RECEIPT.fullmatch(uid):
            raise UserError(self.env._("A visit without a receipt number cannot be recorded."))
        if visit.get('result') not in RESULTS:
            raise UserError(self.env._("Choose what came of the visit."))
        slip, batch = self._find_slip(visit)
        date, note = self._read_date(visit.get('date'))
        measured = self._read_temperatures(visit, slip)
        vals = {
            'client_uid': uid,
            'picking_id': slip.id,
            'batch_id': batch.id,
            'courier_id': self.env.uid,
            'date': date,
            'date_note': note,
            'result': visit['result'],
            'reason_id': self._read_reason(visit.get('reason_id')).id,
            'cash_amount': self._read_number(visit.get('cash_amount') or 0.0, 0.0, 1e12),
            'has_temperature': bool(measured),
            'temperature': measured and measured[0][1],
            'is_appearance_good': visit.get('is_appearance_good') is True,
            'line_ids': [(0, 0, vals) for vals in self._prepare_lines_vals(visit, slip)],
        }
        for name in ('note', 'receiver_name', 'receiver_identity'):
            vals[name] = self._read_text(visit.get(name))
        for name in ('signature', 'photo', 'courier_signature'):
            vals[name] = self._read_image(visit.get(name))
        self._check_complete(vals)
        return vals

    def _read_temperatures(self, visit, slip):
        """Return what was measured at the door: (``pharma.storage.condition``, degrees C)."""
        temperature, values = visit.get('temperature'), visit.get('temperatures') or []
        values = values if isinstance(values, list) else [values]
        if not (temperature is None or temperature is False or temperature == ''):
            values = [temperature, *values]
        return slip._read_measured(values)

    def _check_complete(self, vals):
        result = vals['result']
        if result in ('delivered', 'partly') and not (vals['receiver_name'] and vals['signature']):
            raise UserError(self.env._("Enter who received the goods, and let that person sign."))
        if result in ('refused', 'not_home') and not vals['reason_id']:
            raise UserError(self.env._("Choose a reason."))

    def _find_slip(self, visit):
        """Return the slip and its round, if they are the courier's.

        :raise UserError: another's, or unknown: the same words for both
        """
        ids = [self._read_id(visit.get(name)) for name in ('picking_id', 'batch_id')]
        if not all(ids):
            raise UserError(self.env._("The visit names no slip and round. Record it again."))
        # sudo: what has been taken off the courier's round since is none of his any more
        batch_sudo = self.env['stock.picking.batch'].sudo().browse(ids[1]).exists()
        # sudo: as above
        slip_sudo = self.env['stock.picking'].sudo().browse(ids[0]).exists()
        on_board = batch_sudo.picking_ids | batch_sudo.pharma_onboard_ids
        if batch_sudo.courier_id != self.env.user or not slip_sudo or slip_sudo not in on_board:
            raise UserError(
                self.env._("This slip is not on a round of yours. Ask the office about it.")
            )
        return slip_sudo, batch_sudo

    def _prepare_lines_vals(self, visit, slip):
        lines = visit.get('lines') or []
        is_list = isinstance(lines, list) and len(lines) <= MAX_LINES
        if not is_list or not all(isinstance(line, dict) for line in lines):
            raise UserError(self.env._("The goods of the visit are not readable. Record it again."))
        asked = {line.id: line for line in slip.move_line_ids}
        result = []
        for line in lines:
            move_line = asked.get(self._read_id(line.get('move_line_id')))
            product = move_line.product_id if move_line else self._read_product(line, slip)
            lot = move_line.lot_id if move_line else self._read_lot(line, product)
            result.append(
                {
                    # what is not on the slip any more is kept by its medicine and lot
                    'move_line_id': move_line.id if move_line else False,
                    'product_id': product.id,
                    'lot_id': lot.id,
                    'uom_id': (move_line.product_uom_id if move_line else product.uom_id).id,
                    'quantity_asked': move_line.quantity if move_line else 0.0,
                    'quantity': self._read_number(line.get('quantity'), 0.0, 1e9),
                    'reason_id': self._read_reason(line.get('reason_id')).id,
                }
            )
        return result

    def _read_product(self, line, slip):
        products = slip.move_ids.product_id
        product = products.filtered(lambda product: product.id == line.get('product_id'))
        if not product:
            raise UserError(self.env._("Something handed over is not on the slip. Ask the office."))
        return product

    def _read_lot(self, line, product):
        # sudo: a lot of a medicine on the courier's own slip, which was checked
        Lot = self.env['stock.lot'].sudo()
        lot = Lot.browse(self._read_id(line.get('lot_id')) or []).exists()
        return lot.filtered(lambda lot: lot.product_id == product)

    def _read_date(self, value):
        """Return when it was, and a doubt about it."""
        now = fields.Datetime.now()
        try:
            date = fields.Datetime.to_datetime(value) if isinstance(value, str) else None
        except ValueError:
            date = None
        if not date:
            return now, self.env._("The telephone sent no date; this is when it was received.")
        if date > now + CLOCK_AHEAD:
            words = self.env._("The telephone's clock was ahead: it said %s (UTC).", date)
            return now, words
        if date < now - OLD:
            days = (now - date).days
            return date, self.env._("Received %s days later: the clock may be wrong.", days)
        return min(date, now), False

    def _read_id(self, value):
        return value if type(value) is int and 0 < value < 2**31 else False

    def _read_text(self, value):
        """Return a text as the database can keep it."""
        text = value if isinstance(value, str) else ''
        text = text.replace('\0', '').encode('utf-8', 'ignore').decode()
        return text.strip()[:MAX_TEXT]

    def _read_number(self, value, least, most):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not least <= value <= most:  # no number is inside nothing
            raise UserError(
                self.env._(
                    "%(value)s is not a number from %(least)s to %(most)s. Correct it.",
                    value=str(value)[:20],
                    least=least,
                    most=most,
                )
            )
        return float(value)

    def _read_reason(self, value):
        # archived ones count: the telephone may have been offline
        Reason = self.env['pharma.delivery.reason'].with_context(active_test=False)
        return Reason.browse(self._read_id(value) or []).exists()

    def _read_image(self, value):
        if not value:
            return False
        try:
            if not isinstance(value, str) or len(value) > MAX_IMAGE:
                raise ValueError
            base64.b64decode(value, validate=True)
            base64_to_image(value)
        except (UserError, ValueError, binascii.Error, DecompressionBombError):
            raise UserError(
                self.env._("A signature or photo is not readable or too large. Make it again.")
            ) from None
        return value
