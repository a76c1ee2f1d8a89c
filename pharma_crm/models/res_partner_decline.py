from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.misc import hash_sign, verify_hash_signed

from .pharma_contact_permission import PURPOSES

SCOPE = 'pharma_crm.decline'
# what is signed is four short values
MAX_TOKEN = 2000


class ResPartner(models.Model):
    """The link by which a customer ends e-mails of a purpose, without logging in (004-73)."""

    _inherit = 'res.partner'

    def _pharma_decline_url(self, purpose, address, company):
        """Return the link that goes into an e-mail; it holds without end, as a refusal must.

        :param str purpose: as in ``contact_allowed``
        :param str address: normalized e-mail address
        :param company: ``res.company`` that writes
        """
        self.ensure_one()
        # sudo: the secret that signs, which nobody reads
        token = hash_sign(self.env(su=True), SCOPE, [self.id, purpose, address, company.id])
        return f'{self.get_base_url()}/pharma/decline?{urlencode({"token": token})}'

    @api.model
    def _pharma_read_decline(self, token):
        """Return what a link says, if it was made here.

        :param str token: as in the link, or anything
        :return: (``res.partner``, purpose, address, ``res.company``), the records without rights
            checked; None for anything else
        """
        if not isinstance(token, str) or len(token) > MAX_TOKEN:
            return None
        try:
            # sudo: as above
            values = verify_hash_signed(self.env(su=True), SCOPE, token)
            partner_id, purpose, address, company_id = values or ()
        except (ValueError, TypeError, IndexError):
            return None
        if purpose not in dict(PURPOSES):
            return None
        # sudo: the customer is no user; the signature says who it is
        partners_sudo = self.sudo().with_context(active_test=False)
        partner_sudo = partners_sudo.browse(partner_id).exists()
        if not partner_sudo:
            # merged since: whoever has the address now
            partner_sudo = partners_sudo.search([('email_normalized', '=', address)])
        # sudo: as above
        company_sudo = self.env['res.company'].sudo().browse(company_id).exists()
        return (partner_sudo, purpose, address, company_sudo) if partner_sudo else None

    def _pharma_decline(self, purpose, address):
        """Record that these customers want no e-mail of a purpose any more (004-73).

        :param str purpose: as in ``contact_allowed``
        :param str address: the e-mail address the link was sent to
        """
        if not self.env.su:
            raise UserError(self.env._("Declining by a link is for the customer alone."))
        note = self.env._("Link in an e-mail to %(address)s", address=email_normalize(address))
        vals = {'state': 'declined', 'source': 'website', 'note': note}
        Permission = self.env['pharma.contact.permission']
        lines = Permission.search(
            [
                ('partner_id', 'in', self.ids),
                ('purpose', '=', purpose),
                ('channel', '=', 'email'),
            ]
        )
        # the first refusal is the proof: pressed twice, its date stays
        lines.filtered(lambda line: line.state != 'declined').write(vals)
        Permission.create(
            [
                {**vals, 'partner_id': partner.id, 'purpose': purpose, 'channel': 'email'}
                for partner in self - lines.partner_id
            ]
        )
