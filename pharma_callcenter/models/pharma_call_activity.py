from odoo import models


class PharmaCall(models.Model):
    """Calls have activities, and no messages: core asks for both when it plans one (000-43)."""

    _inherit = 'pharma.call'

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Do nothing: calls have no followers; core asks for it with each activity (000-43).

        :param list partner_ids: ids of contacts, not used
        :param list subtype_ids: ids of subtypes, not used
        :return: True
        :raise AccessError: for calls that the user may not read
        """
        self.check_access('read')
        return True

    def message_notify(self, **_kwargs):
        """Do nothing: whoever gets an activity finds it in his list (000-43).

        :return: False
        :raise AccessError: for calls that the user may not read
        """
        self.check_access('read')
        return False
