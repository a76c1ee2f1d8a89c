from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from .pharma_complaint_kind import ASKED_FIELDS
from .readable import get_readable


class PharmaComplaint(models.Model):
    """Taking in a ticket: number, customer, what its kind asks for (000-22)."""

    _inherit = 'pharma.complaint'

    order_product_ids = fields.Many2many(
        'product.product',
        string="Goods of the Order",
        compute='_compute_order_product_ids',
        compute_sudo=True,
        help="What the order sold, to choose the medicine from.",
    )

    # === COMPUTE METHODS === #
    @api.depends('order_id')
    def _compute_order_product_ids(self):
        # of orders that the user may read; customers read theirs, but no medicines themselves
        orders = get_readable(self.order_id)
        for ticket in self:
            # the fee of a delivery is no medicine
            products = (ticket.order_id._origin & orders).order_line.product_id
            ticket.order_product_ids = products.filtered(lambda product: product.type == 'consu')

    # === ONCHANGE METHODS === #
    @api.onchange('phone', 'email_from')
    def _onchange_contact(self):
        if self.partner_id or not (self.phone or self.email_from):
            return None
        candidates = self._find_candidates([(self.phone, self.email_from)])[0]
        if len(candidates) <= 1:
            self.partner_id = candidates
            return None
        return {
            'warning': {
                'type': 'notification',
                'title': self.env._("Several customers share this number or address"),
                'message': self.env._(
                    "Ask who is speaking and choose him in the field 'Customer': %(names)s.",
                    names=', '.join(candidates[:5].mapped('display_name')),
                ),
            }
        }

    @api.onchange('order_id')
    def _onchange_order_id(self):
        """Take the customer of the order where none is chosen (000-22)."""
        if not self.partner_id:
            self.partner_id = self.order_id._origin._filtered_access('read').partner_id

    def _is_name_made(self):
        """Return whether the subject is empty or made of a kind, perhaps the one chosen before."""
        self.ensure_one()
        if not self.name:
            return True
        kinds = self.env['pharma.complaint.kind'].search(Domain.TRUE).mapped('name')
        return any(self.name == kind or self.name.startswith(f'{kind}: ') for kind in kinds)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Take in tickets: find the customer, number them, refuse what misses what its kind needs.

        :param list vals_list: one dict per ticket; ``kind_id`` and ``origin_id`` have defaults
        :return: the new ``pharma.complaint`` records
        :raise ValidationError: for a field that the kind requires, in words
        """
        vals_list = [dict(vals) for vals in vals_list]  # the caller's stay as they are
        self._prepare_partners(vals_list)
        Sequence = self.env['ir.sequence']
        for vals in vals_list:
            company_id = vals.get('company_id') or self.env.company.id
            if not vals.get('number'):
                vals['number'] = Sequence.with_company(company_id).next_by_code('pharma.complaint')
        tickets = super().create(vals_list)
        tickets._relate_within_batch([vals.get('relation') for vals in vals_list])
        return tickets

    def write(self, vals):
        """Change tickets; the number stays, and nobody hands one to a company he does not see.

        :param dict vals: values to write
        :return: True
        :raise UserError: for another number, or a company the user does not work in
        """
        if not self.env.su:
            if 'number' in vals and any(ticket.number != vals['number'] for ticket in self):
                raise UserError(self.env._("A ticket keeps the number it was given."))
            if vals.get('company_id', self.env.company.id) not in self.env.companies.ids:
                raise UserError(
                    self.env._(
                        "You do not work in that company. Choose one of your companies, or ask"
                        " somebody who works there to take in the ticket."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        raise UserError(
            self.env._(
                "Tickets are the history of the customer and cannot be deleted. Cancel the ticket"
                " instead."
            )
        )

    def _creation_message(self):
        """Say it without a look at the model's name; see ``mail.thread``."""
        return self.env._("Ticket created")

    # === CHECKS === #
    @api.constrains('kind_id', *ASKED_FIELDS)
    def _check_asked_fields(self):
        for ticket in self:
            if not ticket._is_strict():
                continue
            missing = [
                self._fields[name]._description_string(self.env)
                for name, setting in ASKED_FIELDS.items()
                if ticket.kind_id[setting] == 'required' and not ticket[name]
            ]
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(kind)s '%(ticket)s': fill in %(fields)s. Which fields a kind needs is"
                        " set in the configuration of kinds.",
                        kind=ticket.kind_id.name,
                        ticket=ticket.name,
                        fields=', '.join(missing),
                    )
                )

    def _is_strict(self):
        """Return whether the kind's required fields are demanded: not of what is cancelled."""
        self.ensure_one()
        return self.state != 'cancelled'

    # === CUSTOMERS === #
    @api.model
    def _prepare_partners(self, vals_list):
        """Add the customer to values that only have a telephone number or an e-mail address."""
        unknown = [
            vals
            for vals in vals_list
            if 'partner_id' not in vals and (vals.get('phone') or vals.get('email_from'))
        ]
        if not unknown:
            return
        contacts = [(vals.get('phone'), vals.get('email_from')) for vals in unknown]
        for vals, partner in zip(unknown, self._find_partners(contacts), strict=True):
            vals['partner_id'] = partner.id

    @api.model
    def _find_partners(self, contacts):
        """Return the customer of each contact, an empty record where none or several have it.

        :param list contacts: tuples of telephone number and e-mail address, as written
        :return: list of ``res.partner``, in the order of the contacts
        """
        nobody = self.env['res.partner']
        found = self._find_candidates(contacts)
        return [partners if len(partners) == 1 else nobody for partners in found]

    @api.model
    def _find_candidates(self, contacts):
        """Return the customers that each contact may be, as :meth:`_find_partners` takes them."""
        emails = {email_normalize(email) for _phone, email in contacts if email} - {False}
        by_email = dict(
            self.env['res.partner']._read_group(
                [('email_normalized', 'in', list(emails))],
                ['email_normalized'],
                ['id:recordset'],
            )
            if emails
            else ()
        )
        Partner, country = self.env['res.partner'], self.env.company.country_id
        numbers = {
            phone: Partner._phone_format_number(phone, country)
            for phone, _email in contacts
            if phone
        }
        by_number = dict(
            self.env['pharma.partner.phone']._read_group(
                [('number_e164', 'in', [number for number in numbers.values() if number])],
                ['number_e164'],
                ['partner_id:recordset'],
            )
            if any(numbers.values())
            else ()
        )
        found, nobody = [], self.env['res.partner']
        for phone, email in contacts:
            callers = by_number.get(numbers.get(phone), nobody)
            senders = by_email.get(email_normalize(email or ''), nobody)
            found.append(callers & senders or callers or senders)
        return found
