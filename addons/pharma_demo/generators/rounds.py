"""Couriers and their rounds: slips are loaded, brought, signed for, and come back."""

from collections import defaultdict
from datetime import timedelta
from random import Random

from odoo import fields
from odoo.fields import Command

from .signatures import draw_signature
from .stock import demo_branches, named_records
from .tickets_dates import update_dates

SEED = 20261127
# Number plates are invented.
VEHICLES = {'courier': '59-X3 000.18', 'driver': '51D-000.46'}
# Which branch sends whom; the branch in Da Nang has no courier, its customers come.
COURIERS = ('courier', False, 'driver')
# Who signs for a company that names nobody.
RECEIVERS = ('Lê Thị Kiều Oanh', 'Trần Quang Vinh', 'Phan Thị Mỹ Hạnh', 'Võ Hoàng Nam')
QUIET = {'mail_activity_quick_update': True, 'mail_auto_subscribe_no_notify': True}
# Minutes from one stop to the next, and until a round is back.
STOP_MINUTES, BACK_MINUTES = 25, 40


def set_up(env):
    """Let rounds be planned by people, and say who is asked about slips and held goods.

    :param env: environment of the superuser
    """
    types = env['stock.picking.type'].search([('warehouse_id', 'in', demo_branches(env).ids)])
    types.filtered('auto_batch').auto_batch = False
    env.company.write(
        {
            'pharma_quality_user_id': env.ref('pharma_demo.user_pharmacist_demo').id,
            'pharma_slip_reminder_user_id': env.ref('pharma_demo.user_warehouse_demo').id,
        }
    )


class Dispatch:
    """Who plans, drives and takes back rounds; their dates are set back when all is done.

    :param env: environment of the superuser
    """

    def __init__(self, env):
        self.env = env = env(context={**env.context, **QUIET})
        self.random = Random(SEED)  # noqa: S311 - makes data, guards nothing
        self.now = fields.Datetime.now()
        self.today = env.company._pharma_today()
        self.users = {
            name: env.ref(f'pharma_demo.user_{name}_demo')
            for name in ('warehouse', 'courier', 'driver', 'pharmacist', 'manager', 'agent')
        }
        self.branches = demo_branches(env)
        self.couriers = {
            branch: self.users[name]
            for branch, name in zip(self.branches, COURIERS, strict=True)
            if name
        }
        self.reasons = named_records(
            env, 'pharma.delivery.reason', 'reason_', module='pharma_delivery'
        )
        self.visits = 0
        # (table, column) -> rows of (id, moment), to be written when all is done
        self.later = defaultdict(list)
        self.done = []

    def sign_paper(self, slip, receiver):
        """Keep a signature where core keeps it, without printing the slip for it.

        :param slip: ``stock.picking`` that is about to be handed over
        :param str receiver: who signs
        """
        self.env['ir.attachment'].create(
            {
                'name': 'signature',
                'res_model': 'stock.picking',
                'res_field': 'signature',
                'res_id': slip.id,
                'datas': draw_signature(receiver),
            }
        )
        slip.invalidate_recordset(['signature', 'is_signed'])

    def get_receiver(self, slip):
        """Return the name of who signs for the goods."""
        partner = slip.partner_id
        if not partner.is_company:
            return partner.name
        contact = partner.child_ids.filtered(lambda child: not child.is_company)[:1]
        return contact.name or RECEIVERS[partner.id % len(RECEIVERS)]

    # what the office does
    def plan(self, slips):
        """Put slips of one branch into a round, as the warehouse does.

        :param slips: ``stock.picking`` records
        :return: the ``stock.picking.batch``
        """
        courier = self.couriers[slips.picking_type_id.warehouse_id]
        login = 'courier' if courier == self.users['courier'] else 'driver'
        wizard = (
            self.env['pharma.round.plan']
            .with_user(self.users['warehouse'])
            .create(
                {
                    'picking_ids': [Command.set(slips.ids)],
                    'courier_id': courier.id,
                    'vehicle': VEHICLES[login],
                }
            )
        )
        return self.env['stock.picking.batch'].browse(wizard.action_apply()['res_id'])

    def finish(self, batch, missing=(), short=0, refused='cancel'):
        """Take a round back: signed slips, cash, goods.

        :param batch: ``stock.picking.batch``
        :param missing: slips whose signed copy did not come
        :param short: cash that is missing, in the company's currency
        :param str refused: what becomes of what nobody took, 'cancel' or 'again'
        """
        wizard = (
            self.env['pharma.round.finish']
            .with_user(self.users['warehouse'])
            .create({'batch_id': batch.id})
        )
        for line in wizard.line_ids:
            slip = line.picking_id
            line.is_returned = slip.state == 'done' and slip not in missing
            if slip.delivery_state == 'refused':
                line.what_next = refused if slip.state != 'done' else False
        if short:
            wizard.write(
                {
                    'cash_counted': wizard.cash_collected - short,
                    'cash_note': 'Khách trả thiếu tiền lẻ, đã ghi sổ quỹ.',
                }
            )
        wizard.action_apply()

    # what the courier does
    def depart(self, batch, moment):
        """Let the courier tick his papers off, read the thermometer and leave.

        :param batch: ``stock.picking.batch``
        :param moment: when it was
        """
        batch = batch.with_env(self.env)
        courier = batch.with_user(batch.courier_id)
        batch._update_papers()
        low, high = self.get_limits(batch.picking_ids)
        values = [self.measure(low, high)] if low is None or high is None or low <= high else []
        courier.depart_round(batch.pharma_paper_ids.ids, values)
        batch.date_departed = moment
        self.later['pharma_delivery_temperature', 'date'] += [
            (reading.id, moment) for reading in batch.pharma_temperature_ids
        ]

    def get_limits(self, slips):
        """Return the limits that all goods of slips stand; the lower one above the upper one
        where no single reading can be right."""
        return slips._get_stop_limits(slips.move_ids.product_id)

    def measure(self, low, high):
        """Return what a thermometer says when all is well, degrees Celsius."""
        low = 20 if low is None else low
        high = 28 if high is None else high
        return round(low + (high - low) * self.random.uniform(0.3, 0.8), 1)

    def visit(self, batch, slip, result, moment, reason=None, given=None, **values):
        """Record a visit as the courier's telephone sends it.

        :param str result: see ``pharma.delivery.attempt``
        :param moment: when it was
        :param str reason: name of a ``pharma.delivery.reason``
        :param dict given: {``stock.move.line``: quantity} where less was handed over
        """
        self.visits += 1
        taken = result in ('delivered', 'partly')
        reason_id = self.reasons[reason].id if reason else False
        given = given or {}
        visit = {
            'client_uid': f'demo-{slip.id:08}-{self.visits:06}',
            'picking_id': slip.id,
            'batch_id': batch.id,
            'date': fields.Datetime.to_string(fields.Datetime.now()),
            'result': result,
            'reason_id': reason_id if result != 'partly' else False,
            'lines': [
                {
                    'move_line_id': line.id,
                    'quantity': given.get(line, line.quantity),
                    'reason_id': reason_id if line in given else False,
                }
                for line in slip.move_line_ids
                if taken
            ],
        }
        if taken:
            receiver = self.get_receiver(slip)
            self.sign_paper(slip, receiver)
            visit |= {
                'receiver_name': receiver,
                'signature': draw_signature(receiver),
                'cash_amount': self._get_cash(slip, given),
            }
        visit |= values
        Attempt = self.env['pharma.delivery.attempt'].with_user(batch.courier_id)
        (answer,) = Attempt.record_attempts([visit])
        if answer['status'] != 'ok':
            raise ValueError(f'{slip.slip_number}: {answer}')
        attempt = slip.attempt_ids.filtered(lambda a: a.client_uid == visit['client_uid'])
        self.later['pharma_delivery_attempt', 'date'].append((attempt.id, moment))
        self.later['pharma_delivery_attempt', 'date_received'].append((attempt.id, moment))
        self.later['pharma_delivery_temperature', 'date'] += [
            (reading.id, moment)
            for reading in slip.pharma_temperature_ids
            if reading.client_uid == attempt.client_uid
        ]
        self.later['pharma_excursion', 'date'] += [
            (held.id, moment) for held in slip.pharma_excursion_ids if held.state == 'open'
        ]
        if slip.state == 'done':
            slip.date_done = moment
        self.done.append((slip, moment))
        return attempt

    def _get_cash(self, slip, given):
        """Return what is collected for what is handed over, in the company's currency."""
        due = slip.pharma_cash_due
        lines = slip.move_line_ids.filtered(lambda line: line.quantity)
        shares = [given.get(line, line.quantity) / line.quantity for line in lines]
        # in thousands, as far as notes go
        return due if not given else round(due * sum(shares) / len(shares), -3)

    def set_back(self, batch, departed, finished=None):
        """Remember when a round was on its way."""
        batch.date_departed = departed
        if finished:
            batch.date_finished = finished
            self.later['stock_picking_batch', 'scheduled_date'].append((batch.id, departed))
            for slip in batch.picking_ids.filtered('date_returned'):
                slip.date_returned = finished
        self.later['stock_picking', 'scheduled_date'] += [
            (slip.id, departed) for slip in batch.picking_ids if slip.state == 'done'
        ]

    def write_dates(self):
        """Write the dates that nobody may enter by hand, and those of what was told about them."""
        for (table, column), rows in self.later.items():
            update_dates(self.env, table, rows, column)
        self.later.clear()
        moments = {slip.id: moment for slip, moment in self.done}
        messages = self.env['mail.message'].search_fetch(
            [('model', '=', 'stock.picking'), ('res_id', 'in', list(moments))], ['res_id']
        )
        rows = [(message.id, moments[message.res_id]) for message in messages]
        update_dates(self.env, 'mail_message', rows)
        self.done.clear()

    def get_stops(self, batch, departed):
        """Yield slips of a round in their order, each with the moment of its visit."""
        slips = batch.picking_ids.sorted(lambda slip: (slip.batch_sequence, slip.id))
        for number, slip in enumerate(slips, start=1):
            yield slip, departed + timedelta(minutes=STOP_MINUTES * number)
