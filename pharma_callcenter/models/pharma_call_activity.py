from odoo import models


class PharmaCallActivityMixin(models.AbstractModel):
    """Calls and calls to make have activities, and no messages: core asks for both when it plans
    an activity for a colleague (000-43)."""

    _name = 'pharma.call.activity.mixin'
    _inherit = ['mail.activity.mixin']
    _description = "Activities without Messages"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Do nothing: there are no followers; core asks for it with each activity (000-43).

        :param list partner_ids: ids of contacts, not used
        :param list subtype_ids: ids of subtypes, not used
        :return: True
        :raise AccessError: for records that the user may not read
        """
        self.check_access('read')
        return True

    def message_notify(self, **_kwargs):
        """Do nothing: whoever gets an activity finds it in his list (000-43).

        :return: False
        :raise AccessError: for records that the user may not read
        """
        self.check_access('read')
        return False
