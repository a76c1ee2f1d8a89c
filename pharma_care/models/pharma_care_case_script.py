from odoo import api, models

from ..tools import check_single


class PharmaCareCase(models.Model):
    """What to say and ask in the next contact, and what to know before it (004-08, 000-10)."""

    _inherit = 'pharma.care.case'

    @api.readonly
    def get_contact_scripts(self):
        """Return the scripts that fit this case, the one to begin with first (004-08).

        :return: list of dict: ``id``, ``name``, ``is_mandatory``, ``lines`` (list of dict)
        :raise AccessError: if the user may not read the case
        """
        check_single(self)
        self.check_access('read')
        return self._get_scripts()._get_contents()

    def _get_scripts(self):
        # sudo: whoever reads the case may know what its medicines are taken for
        case_sudo = self.sudo()
        return self.env['pharma.contact.script']._get_fitting(
            'care', case_sudo.therapeutic_group_ids, case_sudo.company_id
        )

    @api.readonly
    def action_pharma_open_card(self):
        """Open the card of the customer in a dialog (000-10)."""
        check_single(self)
        self.check_access('read')
        return self.partner_id.action_pharma_open_card()
