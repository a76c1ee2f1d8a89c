from odoo import models


class PharmaNumberMixin(models.AbstractModel):
    """Records with a ``company_id`` whose ``name`` is a number that the program gives."""

    _name = 'pharma.number.mixin'
    _description = "Record with a Number"

    def _give_numbers(self, code):
        """Number new records by the sequence of their company.

        :param str code: of the ``ir.sequence``
        """
        for company, own in self.grouped('company_id').items():
            Sequence = self.env['ir.sequence'].with_company(company)
            for record in own.sudo():  # sudo: the program gives numbers, whoever creates a record
                record.name = Sequence.next_by_code(code) or record.name
