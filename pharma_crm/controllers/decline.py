from odoo import http
from odoo.http import request


class DeclineController(http.Controller):
    """Ask who follows the link in an e-mail whether to end them, and do so (004-73).

    Following the link changes nothing: programs that check e-mails for harm follow links, too.
    """

    @http.route('/pharma/decline', type='http', auth='public', methods=['GET'], sitemap=False)
    def pharma_decline_ask(self, token='', **_kwargs):
        """Show the question.

        :param str token: signed values of the link
        :return: page; with status 404 for a link that was not made here
        """
        return self._render(token)

    @http.route('/pharma/decline', type='http', auth='public', methods=['POST'], sitemap=False)
    def pharma_decline_confirm(self, token='', **_kwargs):
        """Record the refusal; arguments and answer as of the question."""
        return self._render(token, is_confirmed=True)

    def _render(self, token, is_confirmed=False):
        found = request.env['res.partner']._pharma_read_decline(token)
        if not found:
            return request.render('pharma_crm.decline_invalid', {}, status=404)
        partners_sudo, purpose, address, company_sudo = found
        # sudo records: signed for this customer, see _pharma_read_decline
        lang = partners_sudo[0].lang
        if lang in dict(request.env['res.lang'].get_installed()):
            request.update_context(lang=lang)
        if is_confirmed:
            partners_sudo._pharma_decline(purpose, address)
        values = {
            'company': company_sudo.name,
            'address': self._mask(address),
            'purpose': request.env['res.partner']._pharma_label('purpose', purpose),
        }
        if is_confirmed:
            sentence = request.env._(
                "%(company)s will not write to %(address)s again about: %(purpose)s.", **values
            )
        else:
            sentence = request.env._(
                "If you press the button, %(company)s will not write to %(address)s again about:"
                " %(purpose)s.",
                **values,
            )
        page = 'pharma_crm.decline_done' if is_confirmed else 'pharma_crm.decline_ask'
        return request.render(page, {'token': token, 'sentence': sentence})

    @staticmethod
    def _mask(address):
        """Return an address that its owner knows again and nobody else learns: l***@example.com."""
        name, _at, domain = address.partition('@')
        return f'{name[:1]}***@{domain}'
