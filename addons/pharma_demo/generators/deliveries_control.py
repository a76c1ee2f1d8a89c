"""Goods under special control: papers, letters, handover records, registers, closings, a loss."""

from datetime import datetime, time, timedelta

from odoo.fields import Command

from .deliveries_orders import sell
from .rounds import BACK_MINUTES
from .signatures import draw_signature
from .staff import Staff
from .stock import named_records, set_external_ids

# (external id of the holder, type, number, issuer, issued so many days ago, ends in so many days)
PAPERS = (
    ('driver', 'identity', '079088001234', 'Cục CSQLHC về TTXH', 1900, None),
    ('driver', 'diploma', 'TC-D 2011/0457', 'Cao đẳng Dược Sài Gòn', 5400, None),
    ('courier', 'identity', '079092005678', 'Cục CSQLHC về TTXH', 1200, None),
    ('contact_an_phuoc_pharmacist', 'diploma', 'ĐH-D 2003/112', 'Đại học Y Dược', 8200, None),
    ('contact_an_phuoc_pharmacist', 'identity', '079078004321', 'Cục CSQLHC về TTXH', 1500, None),
    ('contact_thien_phuc_pharmacist', 'diploma', 'ĐH-D 2009/087', 'Đại học Y Dược', 6000, None),
    ('contact_thien_phuc_pharmacist', 'identity', '079186007788', 'Cục CSQLHC về TTXH', 900, None),
    ('pharmacy_thien_phuc', 'controlled', 'DEMO-KSDB-021', 'Sở Y tế', 600, 380),
)
# so many days ago, receiver, who signs, goods: (product, quantity)
DELIVERIES = (
    (27, 'hospital_an_phuoc', 'contact_an_phuoc_pharmacist', (('morphine_10', 50),)),
    (
        19,
        'pharmacy_thien_phuc',
        'contact_thien_phuc_pharmacist',
        (('diazepam_5', 300), ('paracetamol_codeine', 600)),
    ),
    (
        12,
        'hospital_an_phuoc',
        'contact_an_phuoc_pharmacist',
        (('morphine_10', 40), ('fentanyl_patch', 20), ('diazepam_5', 500)),
    ),
    (5, 'pharmacy_thien_phuc', 'contact_thien_phuc_pharmacist', (('zolpidem_10', 150),)),
    (
        1,
        'hospital_an_phuoc',
        'contact_an_phuoc_pharmacist',
        (('morphine_30', 120), ('pseudoephedrine_60', 300)),
    ),
)
# The record of this delivery was signed with a mistake, declared void and signed anew.
VOID, VOID_REASON = 2, 'Ghi sai họ tên người nhận, lập biên bản mới.'
# Taken along at the counter: how many days ago.
COUNTER_DAYS = (16, 8, 3)
# Registers were opened when the chain began with them.
OPENED_DAYS = 60
LOSSES = (
    # days ago, product, quantity, circumstances, cause and measures once closed
    (
        14,
        'codeine_terpin',
        10,
        'Kiểm kê cuối ngày thiếu 01 vỉ tại kho Đức Hòa.',
        'Vỉ rơi sau kệ, đã vỡ.',
        'Lập biên bản hủy, lắp tấm chắn sau kệ.',
    ),
    (0, 'diazepam_5', 30, 'Nhận lại thùng hàng trả, thiếu 01 hộp so với phiếu.', None, None),
)
AUTHORITY = 'Sở Y tế Tây Ninh'


def control_goods(dispatch):
    """Deliver goods under special control with all their papers, and keep the registers.

    :param dispatch: Dispatch
    :return: the planned ``stock.picking.batch`` that has to wait for its papers
    """
    control = _Control(dispatch)
    control.create_papers()
    control.open_registers()
    for number, delivery in enumerate(DELIVERIES):
        control.deliver(*delivery, is_void=number == VOID)
    for days in COUNTER_DAYS:
        control.sell_at_counter(days)
    dispatch.write_dates()
    control.close_days()
    control.correct()
    control.report()
    return control.plan_next()


class _Control:
    def __init__(self, dispatch):
        self.dispatch = dispatch
        self.env = env = dispatch.env
        self.staff = Staff(env)
        self.pharmacist = dispatch.users['pharmacist']
        self.products = {
            name: product.product_variant_id
            for name, product in named_records(env, 'product.template', 'product_').items()
        }

    def create_papers(self):
        """Enter the papers of who gives and who receives, as a manager does."""
        env, today = self.env, self.dispatch.today
        types = {
            'identity': env.ref('pharma_delivery.licence_type_identity'),
            'diploma': env.ref('pharma_delivery.licence_type_diploma'),
            'controlled': env.ref('pharma_crm.licence_type_controlled'),
        }
        licences = (
            env['pharma.licence']
            .with_user(self.dispatch.users['manager'])
            .create(
                [
                    {
                        'partner_id': self._get_partner(holder).id,
                        'type_id': types[kind].id,
                        'number': number,
                        'issuer': issuer,
                        'date_issued': today - timedelta(days=issued),
                        'date_expiry': left and today + timedelta(days=left),
                        'user_id': self.dispatch.users['manager'].id,
                    }
                    for holder, kind, number, issuer, issued, left in PAPERS
                ]
            )
        )
        set_external_ids(env, licences, [f'licence_{who}_{kind}' for who, kind, *_ in PAPERS])

    def _get_partner(self, name):
        if name in self.dispatch.users:
            return self.dispatch.users[name].partner_id
        return self.env.ref(f'pharma_demo.{name}')

    def open_registers(self):
        """Date the opening of the registers when the chain began to keep them."""
        opened = self.dispatch.now - timedelta(days=OPENED_DAYS)
        self._date_entries(self.env['pharma.control.entry'].search([]), opened)

    def deliver(self, days, receiver, contact, goods, is_void=False):
        """Order, letter, round, two signatures."""
        dispatch, env = self.dispatch, self.env
        ordered = dispatch.now - timedelta(days=days, hours=20)
        departed = dispatch.now - timedelta(days=days, hours=2)
        partner, contact = self._get_partner(receiver), self._get_partner(contact)
        order = self._order(partner, goods, ordered)
        slip = order.picking_ids
        batch = dispatch.plan(slip)
        letter = self.write_letter(batch, departed)
        dispatch.depart(batch, departed)
        record = slip.handover_id
        if is_void:
            self._sign(record, contact, departed)
            record.with_user(self.pharmacist)._void(VOID_REASON)
            dispatch.later['pharma_handover', 'date_void'].append((record.id, departed))
            record = slip.handover_id
        moment = departed + timedelta(minutes=70)
        identity = self._get_identity(contact)
        dispatch.visit(
            batch,
            slip,
            'delivered',
            moment,
            receiver_name=contact.name,
            signature=draw_signature(contact.name),
            courier_signature=draw_signature(batch.courier_id.name),
            receiver_identity=identity.number,
            is_appearance_good=True,
        )
        dispatch.finish(batch)
        dispatch.set_back(batch, departed, moment + timedelta(minutes=BACK_MINUTES))
        dispatch.later['pharma_handover', 'date'].append((record.id, moment))
        dispatch.later['pharma_handover', 'date_signed'].append((record.id, moment))
        dispatch.later['pharma_assignment', 'date_to'].append((letter.id, departed))
        entries = env['pharma.control.entry'].search([('picking_id', '=', slip.id)])
        self._date_entries(entries, moment)

    def _order(self, partner, goods, moment):
        return sell(
            self.dispatch,
            self.staff.centre,
            partner,
            [(self.products[name], quantity) for name, quantity in goods],
            moment,
        )

    def write_letter(self, batch, moment):
        """Write an assignment letter, and let the pharmacist issue it."""
        env, dispatch = self.env, self.dispatch
        letter = (
            env['pharma.assignment']
            .with_user(dispatch.users['warehouse'])
            .create(
                {
                    'batch_id': batch.id,
                    'courier_id': batch.courier_id.id,
                    'picking_ids': [Command.set(batch.picking_ids.ids)],
                    'date_from': min(moment.date(), dispatch.today),
                    'date_to': dispatch.today,
                }
            )
        )
        letter.with_user(self.pharmacist).action_issue()
        dispatch.later['pharma_assignment', 'date_issued'].append((letter.id, moment))
        return letter.with_env(env)

    def _get_identity(self, partner):
        kind = self.env.ref('pharma_delivery.licence_type_identity')
        return self.env['pharma.licence'].search(
            [('partner_id', '=', partner.id), ('type_id', '=', kind.id)], limit=1
        )

    def _sign(self, record, contact, moment):
        record._sign(
            draw_signature(record.giver_name),
            draw_signature(contact.name),
            appearance='good',
            receiver_name=contact.commercial_partner_id.name,
            receiver_id=contact.id,
            receiver_identity=self._get_identity(contact).number,
            date=moment,
        )

    def _date_entries(self, entries, moment):
        later, day = self.dispatch.later, self.env.company._pharma_day(moment)
        for column, value in (('date', moment), ('date_day', day), ('date_moved', day)):
            later['pharma_control_entry', column] += [(entry.id, value) for entry in entries]

    def sell_at_counter(self, days):
        """Hand controlled goods out to a person: they get into the customer book."""
        dispatch, env = self.dispatch, self.env
        partner = env.ref('pharma_demo.customer_an')
        moment = dispatch.now - timedelta(days=days, hours=3)
        goods = [(self.products['zolpidem_10'], 10)]
        slip = sell(dispatch, self.staff.city, partner, goods, moment).picking_ids
        slip.move_ids.picked = True
        slip._action_done()
        slip.date_done = moment
        entries = env['pharma.control.entry'].search([('picking_id', '=', slip.id)])
        self._date_entries(entries, moment)

    def close_days(self):
        """Print and sign the days on which something moved; the last ones are still to do."""
        env, dispatch = self.env, self.dispatch
        start = dispatch.today - timedelta(days=OPENED_DAYS - 1)
        groups = env['pharma.control.entry']._read_group(
            [('date_day', '>=', start)], ['date_day:day', 'warehouse_id']
        )
        Day = env['pharma.control.day'].with_user(self.pharmacist)
        for number, (date, branch) in enumerate(sorted(groups, key=lambda g: (g[0], g[1].id))):
            day = Day.create({'warehouse_id': branch.id, 'date': date})
            if number == len(groups) - 1:
                continue
            day.action_print()
            if number < len(groups) - 2:
                day.signature = draw_signature(self.pharmacist.name)
                day.action_sign()
            evening = datetime.combine(date, time(11, 30))
            dispatch.later['pharma_control_day', 'date_printed'].append((day.id, evening))
            if day.date_signed:
                dispatch.later['pharma_control_day', 'date_signed'].append((day.id, evening))

    def correct(self):
        """Correct the entry of a sale that was typed in with a wrong quantity."""
        product = self.products['zolpidem_10']
        entry = self.env['pharma.control.entry'].search(
            [('product_id', '=', product.id), ('kind', '=', 'delivery')],
            order='id desc',
            limit=1,
        )
        entry.with_user(self.pharmacist)._correct('Khách nhận 9 viên, 1 viên rơi vỡ đã hủy.', 9)

    def report(self):
        """Report losses, and work out the report of the half-year."""
        env, dispatch = self.env, self.dispatch
        for days, name, quantity, circumstances, cause, measures in LOSSES:
            product = self.products[name]
            loss = (
                env['pharma.control.loss']
                .with_user(dispatch.users['warehouse'])
                .create(
                    {
                        'warehouse_id': self.staff.centre.branch.id,
                        'product_id': product.id,
                        'lot_id': env['stock.lot']
                        .search([('product_id', '=', product.id)], limit=1)
                        .id,
                        'quantity': quantity,
                        'date_found': dispatch.now - timedelta(days=days, hours=5),
                        'circumstances': circumstances,
                    }
                )
            ).with_user(self.pharmacist)
            if cause:
                loss.write({'authority': AUTHORITY, 'cause': cause, 'measures': measures})
                loss.action_report()
                loss.action_close()
                sent = dispatch.now - timedelta(days=days - 1)
                loss.with_env(env).write(
                    {
                        'report_number': '118/BC-HSX',
                        'date_reported': sent,
                        'is_late': sent > loss.date_deadline,
                    }
                )
        today = dispatch.today
        half = {'kind': 'half_year', 'year': today.year - (today.month < 7)}
        report = env['pharma.control.report'].with_user(self.pharmacist).create(half)
        report.action_compute()

    def plan_next(self):
        """Plan the truck of today: a letter is there for one slip, the other lacks papers."""
        dispatch = self.dispatch
        moment = dispatch.now - timedelta(hours=3)
        order = self._order(
            self._get_partner('pharmacy_thien_phuc'), (('bromazepam_6', 90),), moment
        )
        batch = dispatch.plan(order.picking_ids)
        self.write_letter(batch, dispatch.now - timedelta(hours=1))
        return batch
