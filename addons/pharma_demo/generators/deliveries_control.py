"""Goods under special control: papers, assignment letters, handover records."""

from datetime import timedelta

from odoo.fields import Command

from .deliveries_orders import sell
from .deliveries_registers import date_entries, keep_registers, open_registers
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


def control_goods(dispatch):
    """Deliver goods under special control with all their papers, and keep the registers.

    :param dispatch: Dispatch
    :return: the planned ``stock.picking.batch`` that has to wait for its papers
    """
    control = _Control(dispatch)
    control.create_papers()
    open_registers(dispatch)
    for number, delivery in enumerate(DELIVERIES):
        control.deliver(*delivery, is_void=number == VOID)
    for days in COUNTER_DAYS:
        control.sell_at_counter(days)
    dispatch.write_dates()
    keep_registers(dispatch)
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
        date_entries(self.dispatch, entries, moment)

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
        date_entries(self.dispatch, entries, moment)

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
