from odoo import api, fields, models
from odoo.exceptions import UserError

STAFF = 'base.group_user'
# what the customer reads in his ticket, and where he is answered
CUSTOMER_READS = (
    *('partner_id', 'contact_name', 'phone', 'email_from'),
    *('order_id', 'lot_id', 'product_id', 'category_id'),
)


class PharmaComplaint(models.Model):
    """Joining tickets that are one matter, and splitting one that is two (000-23, 000-24)."""

    _inherit = 'pharma.complaint'

    merged_into_id = fields.Many2one(
        'pharma.complaint',
        string="Joined With",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
        groups=STAFF,
    )
    merged_ids = fields.One2many(
        'pharma.complaint', 'merged_into_id', string="Joined Tickets", groups=STAFF
    )
    split_from_id = fields.Many2one(
        'pharma.complaint',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
        groups=STAFF,
    )
    split_ids = fields.One2many(
        'pharma.complaint', 'split_from_id', string="Split Off", groups=STAFF
    )

    @api.model
    def _get_button_fields(self):
        return {
            **super()._get_button_fields(),
            'merged_into_id': self.env._("choose several tickets and press 'Join'"),
            'split_from_id': self.env._("press 'Split'"),
        }

    # === ACTIONS === #
    def action_merge(self):
        """Open the window that joins tickets of one customer (000-23).

        :return: window action of ``pharma.complaint.merge``
        :raise AccessError: for tickets the user may not write
        """
        return self._get_wizard_action('pharma_callcenter.pharma_complaint_merge_action')

    def action_split(self):
        """Open the window that makes a second ticket of a part of this one (002-13).

        :return: window action of ``pharma.complaint.split``
        :raise AccessError: for a ticket the user may not write
        """
        self.ensure_one()
        return self._get_wizard_action('pharma_callcenter.pharma_complaint_split_action')

    # === JOINING === #
    def _merge_into(self, target):
        """Join these tickets with another one; they are cancelled and point to it.

        :param target: open ``pharma.complaint`` of the same company and customer, or of nobody
        :raise AccessError: for tickets the user may not write
        :raise UserError: for tickets of different customers or companies, and closed ones
        """
        sources = self - target
        both = sources | target
        both.check_access('write')
        both._lock_rows()
        both._check_mergeable()
        # sudo: messages, activities and links of others come along; the right was checked above
        sources_sudo, target_sudo = sources.sudo(), target.sudo()
        if sources_sudo.filtered(lambda ticket: ticket.state != 'waiting'):
            # what ran does not stand still by being joined; first, as it moves the date
            target_sudo._end_waiting()
        target_sudo.write(sources_sudo._prepare_merged_vals(target_sudo))
        sources_sudo._hide_words_of_others(target_sudo)
        sources_sudo._move_messages(target_sudo)
        sources_sudo._move_links(target_sudo)
        sources_sudo.merged_into_id = target
        sources._cancel(
            self.env.ref('pharma_callcenter.pharma_complaint_cancel_reason_joined'),
            self.env._("Joined with %(number)s.", number=target.number),
        )
        target._message_log(
            body=self.env._("Joined: %(numbers)s.", numbers=', '.join(sources.mapped('number')))
        )

    def _check_mergeable(self):
        if len(self) < 2:
            raise UserError(self.env._("Choose at least two tickets to join."))
        self._check_open()
        if len(self.company_id) > 1:
            raise UserError(
                self.env._("Tickets of different companies cannot be joined. Choose those of one.")
            )
        if len(self.commercial_partner_id) > 1:
            raise UserError(
                self.env._(
                    "These tickets are of different customers (%(customers)s) and cannot be"
                    " joined: each of them has to be answered. Choose tickets of one customer.",
                    customers=', '.join(self.commercial_partner_id.mapped('display_name')),
                )
            )

    def _prepare_merged_vals(self, target):
        """Return what the remaining ticket takes over: texts, the customer, what is missing."""
        everything = target + self
        own = everything - self._get_tickets_of_others(target)
        vals = {}
        texts = [target.description] + [
            f'[{ticket.number}] {ticket.description}'
            for ticket in own - target
            if ticket.description
        ]
        vals['description'] = '\n\n'.join(filter(None, texts))
        for name in (*CUSTOMER_READS, 'warehouse_id', 'employee_id', 'user_id'):
            tickets = own if name in CUSTOMER_READS else everything
            value = next((ticket[name] for ticket in tickets if ticket[name]), False)
            if value and not target[name]:
                vals[name] = value.id if isinstance(value, models.BaseModel) else value
        # the most urgent, the earliest promise: nothing is promised later by joining
        vals['priority'] = max(everything.mapped('priority'))
        vals['escalation_level'] = max(everything.mapped('escalation_level'))
        dates = {
            'date_received': min,
            'date_promised': min,
            'date_first_answer': min,
            'date_last_answer': max,
            'date_last_customer_message': max,
            'date_reopened': max,
        }
        for name, choose in dates.items():
            if values := [ticket[name] for ticket in everything if ticket[name]]:
                vals[name] = choose(values)
        if vals.get('date_last_answer'):
            # an answer from before does not answer what came later in another ticket
            asked = [
                ticket.date_reopened or ticket.date_received
                for ticket in everything
                if not ticket._is_answered()
            ]
            last = vals.get('date_last_customer_message')
            vals['date_last_customer_message'] = max([*asked, *filter(None, [last])], default=last)
        if vals.get('date_promised'):
            vals['pledge_waited_hours'] = target.waited_hours  # counted in that date
        vals['answer_count'] = sum(everything.mapped('answer_count'))
        if advised := everything.filtered('is_see_doctor')[:1]:
            for name in ('is_see_doctor', 'date_see_doctor'):
                vals[name] = advised[name]
            vals['see_doctor_user_id'] = advised.see_doctor_user_id.id
        if not target._is_changed('date_promised', vals.get('date_promised', False)):
            vals.pop('pledge_waited_hours', None)
        return {name: value for name, value in vals.items() if target._is_changed(name, value)}

    def _move_messages(self, target):
        """Move what was said, files, followers and activities; what was tracked stays."""
        here = [('res_id', 'in', self.ids)]
        Message, Attachment = self.env['mail.message'], self.env['ir.attachment']
        Message.search(
            [('model', '=', self._name), *here, ('tracking_value_ids', '=', False)]
        ).write({'res_id': target.id})
        Attachment.search([('res_model', '=', self._name), *here]).write({'res_id': target.id})
        for follower in self._get_followers_to_move(target):
            target._message_subscribe(follower.partner_id.ids, follower.subtype_ids.ids)
        self.env['mail.activity'].search([('res_model', '=', self._name), *here]).write(
            {'res_id': target.id}
        )

    def _move_links(self, target):
        """Let what pointed to these tickets point to the remaining one; topics add their own."""
        if target.original_id in self:
            # the first of all is joined with one that came again
            target.original_id = (self.original_id - self - target)[:1]
            target.relation = target.relation if target.original_id else 'new'
        again = self.repetition_ids - target - self
        again.original_id = target.original_id or target
        # sudo is inherited: tasks of other departments go with the matter
        for name, field in self._get_merge_links():
            records = self.env[name].search([(field, 'in', self.ids)])
            records.write({field: target.id})

    @api.model
    def _get_merge_links(self):
        """Return (model, field) of what belongs to a ticket and moves with it."""
        links = (
            ('pharma.complaint', 'split_from_id'),
            ('pharma.complaint', 'merged_into_id'),
            ('pharma.complaint.task', 'complaint_id'),
            ('pharma.complaint.question', 'complaint_id'),
            ('pharma.complaint.claim.line', 'complaint_id'),
            ('pharma.followup', 'complaint_id'),
        )
        return [
            (model, field)
            for model, field in links
            if model in self.env and field in self.env[model]._fields
        ]

    # === SPLITTING === #
    def _split(self, vals, remaining):
        """Make a second ticket of a part of this one, with a link back.

        :param dict vals: ``name``, ``description``, ``kind_id``, ``category_id`` of the new one
        :param str remaining: what the customer says in this one from now on
        :return: the new ``pharma.complaint``
        :raise UserError: for a closed ticket
        """
        self.ensure_one()
        self.check_access('write')
        self._check_open()
        copied = ('partner_id', 'order_id', 'lot_id', 'product_id', 'warehouse_id', 'origin_id')
        ticket = self.create(
            {
                **{name: self[name].id for name in copied},
                'company_id': self.company_id.id,
                'contact_name': self.contact_name,
                'phone': self.phone,
                'email_from': self.email_from,
                # another matter that came at the same time: not the same one again
                'relation': 'new',
                'original_id': False,
                'date_received': self.date_received,
                **vals,
            }
        )
        # sudo: the link is written by this button only
        ticket.sudo().split_from_id = self
        self.description = remaining
        self._message_log(
            body=self.env._("A part of this became ticket %(number)s.", number=ticket.number)
        )
        ticket._message_log(
            body=self.env._("This was a part of ticket %(number)s.", number=self.number)
        )
        return ticket
