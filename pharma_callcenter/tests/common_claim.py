from odoo.fields import Command
from odoo.tests import Form

from .common_work import WorkCommon


class ClaimCommon(WorkCommon):
    """A supplier of the ticket's medicine and a foreign currency; claims by the ticket's button."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier, cls.maker = cls.env['res.partner'].create(
            [
                {'name': 'Dược Hậu Giang', 'email': 'claims@supplier.example.com'},
                {'name': 'Maker', 'is_company': True},
            ]
        )
        cls.metformin.seller_ids = [Command.create({'partner_id': cls.supplier.id})]
        cls.ticket.lot_id = cls.lot
        # a company that counts in another currency than the supplier
        cls.foreign = cls.env['res.currency'].create(
            {
                'name': 'XTC',
                'symbol': 'X',
                'rate_ids': [
                    Command.create({'name': '2026-03-01', 'rate': 0.5}),
                    Command.create({'name': '2026-03-05', 'rate': 0.25}),
                ],
            }
        )

    def _new_claim(self, user=None, **values):
        ticket = self.ticket.with_user(user or self.agent)
        action = ticket.action_new_claim()
        Claim = self.env['pharma.complaint.claim'].with_user(user or self.agent)
        with Form(Claim.with_context(**action['context'])) as form:
            form.reason = 'The foil is open'
            with form.line_ids.edit(0) as line:
                line.quantity = 2
                line.amount = 100
        claim = form.save()
        claim.write(values)
        return claim

    def _sent(self, **values):
        claim = self._new_claim(self.supervisor, **values)
        claim.action_mark_sent()
        return claim
