from odoo import api, models


class PharmaCall(models.Model):
    """What other modules show beside a call on the call desk."""

    _inherit = 'pharma.call'

    def _get_desk_sections(self):
        """Return the panels that modules add beside one call, with the rights of the user.

        :return: list of dict of ``key`` (str, unique), ``title`` (str, translated), ``rows`` (list
            of dict of ``label`` and ``value``, if wanted ``tone``: 'danger', 'warning' or
            'success', and ``res_model`` and ``res_id`` of what the row opens) and ``actions``
            (list of dict of ``method``, a public method of pharma.call that returns an action,
            ``label`` and ``icon``)
        """
        self.ensure_one()
        return []

    @api.model
    def _prepare_desk_section(self, key, title, rows, actions=()):
        """Return a list with one panel, or an empty one if it has neither rows nor actions."""
        if not rows and not actions:
            return []
        return [{'key': key, 'title': title, 'rows': rows, 'actions': list(actions)}]
