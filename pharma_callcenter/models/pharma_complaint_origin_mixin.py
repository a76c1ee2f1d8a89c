from odoo import api, fields, models
from odoo.fields import Domain


class PharmaComplaintOriginMixin(models.AbstractModel):
    """What a ticket can be opened from: a care, a call, a slip (decision 30).

    A channel inherits this on its own model, names its origin and adds what it knows.
    """

    _name = 'pharma.complaint.origin.mixin'
    _description = "Origin of Tickets"

    # The field of a ticket that tells which record it is of.
    _complaint_field = 'origin_res_id'

    pharma_complaint_count = fields.Integer(
        string="Tickets", compute='_compute_pharma_complaint_count'
    )

    def _compute_pharma_complaint_count(self):
        Ticket = self.env['pharma.complaint']
        if not Ticket.has_access('read'):
            self.pharma_complaint_count = 0  # orders are read and exported by others, too
            return
        name = self._complaint_field
        rows = Ticket._read_group(self._get_complaint_domain(), [name], ['__count'])
        # a link is a record, an origin of any model a number
        counts = {getattr(key, 'id', key): count for key, count in rows}
        for record in self:
            record.pharma_complaint_count = counts.get(record._origin.id, 0)

    def _get_complaint_domain(self):
        """Return the domain of the tickets of these records."""
        domain = Domain(self._complaint_field, 'in', self.ids)
        if self._complaint_field == 'origin_res_id':
            domain &= Domain('origin_model', '=', self._name)
        return domain

    @api.model
    def _get_complaint_origin(self):
        """Return the ``pharma.complaint.origin`` of tickets that come from this model."""
        return self.env.ref('pharma_callcenter.pharma_complaint_origin_hand')

    def _prepare_complaint_vals(self):
        """Return the values of a ticket that comes from this record; channels add what they know.

        :return: dict of ``pharma.complaint``
        """
        self.ensure_one()
        return {
            'origin_id': self._get_complaint_origin().id,
            'origin_model': self._name,
            'origin_res_id': self.id,
        }

    def action_pharma_new_complaint(self):
        """Open the form of a new ticket, filled with what this record tells (000-22, 003-16).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for a record that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action_new'
        )
        action['context'] = self._get_complaint_context()
        return action

    def _get_complaint_context(self):
        """Return the defaults of a ticket that is taken in now; an agent keeps what he takes in."""
        vals = self._prepare_complaint_vals()
        if self.env.user.has_group('pharma_callcenter.group_call_agent'):
            vals = {'user_id': self.env.uid, **vals}
        return {f'default_{name}': value for name, value in vals.items()}

    def action_pharma_view_complaints(self):
        """Open the tickets that came from this record (000-22).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for a record that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action'
        )
        action['domain'] = list(self._get_complaint_domain())
        action['context'] = {}
        return action
