from odoo import fields, models
from odoo.exceptions import UserError

from ..report.control_paging import LINE, TEXT, cut_records
from ..report.paging import count_lines


class PharmaHandover(models.Model):
    """Signing, declaring void, and comparing with what really went (004-19)."""

    _inherit = 'pharma.handover'

    def _get_missing(self, is_office=False):
        """Return what has to be filled in before the record can be signed, as sentences.

        :param bool is_office: signed on the form, where the receiver's paper is at hand; at the
            door only its number is asked, place and date come from the papers on file
        """
        self.ensure_one()
        # sudo: whether a number is filled in is told to the courier, the number itself is not
        record = self.sudo()
        wanted = (
            'giver_site',
            'giver_address',
            'giver_name',
            'giver_identity',
            'receiver_site',
            'receiver_address',
            'receiver_name',
            'receiver_identity',
            'place',
            'date',
            'giver_signature',
            'receiver_signature',
        )
        wanted += ('giver_identity_place', 'giver_identity_date')
        if is_office:
            wanted += ('receiver_identity_place', 'receiver_identity_date')
        names = [record._fields[name]._description_string(self.env) for name in wanted]
        missing = [name for name, field in zip(names, wanted, strict=True) if not record[field]]
        words = []
        if missing:
            words.append(self.env._("fill in: %s.", ', '.join(missing)))
        if not record.line_ids:
            words.append(self.env._("there is nothing on the record. Press 'Refresh from Slip'."))
        words += [
            self.env._(
                "%(medicine)s, lot %(lot)s: the appearance is not as it should be. Say in the "
                "remark what is wrong, or take the line off the record and off the slip.",
                medicine=line.name,
                lot=line.lot_name or '-',
            )
            for line in record.line_ids
            if line.appearance == 'bad' and not line.remark
        ]
        words += [
            self.env._(
                "%(medicine)s, lot %(lot)s: choose whether the appearance has been checked.",
                medicine=line.name,
                lot=line.lot_name or '-',
            )
            for line in record.line_ids
            if not line.appearance
        ]
        return words

    def _sign(
        self, giver_signature, receiver_signature, quantities=None, is_office=False, **values
    ):
        """Sign the record: the courier's telephone and the form end here (004-19).

        :param giver_signature: image, base64
        :param receiver_signature: image, base64
        :param quantities: {stock.move.line id: quantity in the line's unit} that was handed over,
            if less than the slip says; lines with 0 leave the record
        :param bool is_office: see ``_get_missing``
        :param values: further fields of the record, such as ``receiver_name``,
            ``receiver_identity``, ``place``, ``date``, ``note``
        :raise UserError: signed already, void, or something missing
        """
        self.ensure_one()
        if self.state != 'draft':
            state = dict(self._fields['state']._description_selection(self.env))[self.state]
            raise UserError(
                self.env._(
                    "Handover record %(number)s: nothing to sign, it is '%(state)s'.",
                    number=self.name,
                    state=state,
                )
            )
        # sudo: a courier signs his own record at the customer's door and may not write it elsewhere
        record = self.sudo()
        if quantities is not None:
            record._set_quantities(quantities)
        record.line_ids.filtered(lambda line: not line.appearance).appearance = (
            values.pop('appearance', False) or False
        )
        if values.get('receiver_identity', record.receiver_identity) != record.receiver_identity:
            # of another paper than this one
            values = {'receiver_identity_place': False, 'receiver_identity_date': False, **values}
        record.write(
            {
                'giver_signature': giver_signature,
                'receiver_signature': receiver_signature,
                'date': values.pop('date', False) or record.date or fields.Datetime.now(),
                **values,
            }
        )
        record._fill_in_receiver_paper()
        words = self._get_missing(is_office)
        papers = self.picking_id._get_paper_obstacles({'handover'})
        words += papers.get(self.picking_id, [])
        if words:
            number = self.env._("Handover record %s cannot be signed yet:", self.name)
            raise UserError('\n'.join([number, *words]))
        record.write(
            {'state': 'signed', 'date_signed': fields.Datetime.now(), 'user_id': self.env.uid}
        )

    def _fill_in_receiver_paper(self):
        """Find the receiver and his paper by its number among those on file of the customer."""
        identity = self.env.ref('pharma_delivery.licence_type_identity', raise_if_not_found=False)
        customer = self.picking_id.partner_id.commercial_partner_id
        if not identity or not self.receiver_identity:
            return
        paper = self.env['pharma.licence'].search(
            [
                ('type_id', '=', identity.id),
                ('number', '=', self.receiver_identity.strip()),
                ('partner_id', 'child_of', customer.id),
            ],
            limit=1,
        )
        if not paper:
            return
        self.write(
            {
                'receiver_identity_place': self.receiver_identity_place or paper.issuer,
                'receiver_identity_date': self.receiver_identity_date or paper.date_issued,
            }
        )
        if not self.receiver_id or self.receiver_id.is_company:
            self.receiver_id = paper.partner_id

    def _set_quantities(self, quantities):
        for line in self.line_ids:
            quantity = quantities.get(line.move_line_id.id)
            if quantity is None:
                continue
            if line.uom_id.compare(quantity, line.quantity_asked) > 0:
                raise UserError(
                    self.env._(
                        "%(medicine)s: %(quantity)s was handed over, but the slip says %(asked)s. "
                        "Nobody hands over more than that.",
                        medicine=line.name,
                        quantity=quantity,
                        asked=line.quantity_asked,
                    )
                )
            line.quantity = quantity
        self.line_ids.filtered(lambda line: line.uom_id.is_zero(line.quantity)).unlink()

    def _void(self, reason):
        """Declare the record void and make a new one, if its slip still waits for one.

        :param reason: why, shown on the record for good
        :raise UserError: no reason, void already, signed and the user is no pharmacist or manager
        :return: the new records
        """
        self.check_access('write')
        if not (reason or '').strip():
            raise UserError(self.env._("Say why the handover record is void."))
        new = self.browse()
        for record in self:
            if record.state == 'void':
                raise UserError(self.env._("%s is void already.", record.name))
            groups = 'pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager'
            if record.state == 'signed' and not self.env.user.has_groups(groups):
                raise UserError(
                    self.env._("A signed record is declared void by a pharmacist. Ask one.")
                )
            record.sudo().write(  # sudo: stamps are set by the program; the role was checked
                {
                    'state': 'void',
                    'void_reason': reason.strip(),
                    'void_user_id': self.env.uid,
                    'date_void': fields.Datetime.now(),
                }
            )
            self.env.flush_all()  # the key of the record in force
            if record.picking_id.state != 'cancel':
                vals = {'picking_id': record.picking_id.id, 'replaces_id': record.id}
                new |= self.sudo().create(vals).with_env(self.env)  # sudo: as above
        return new

    def _get_differences(self):
        """Return where the record and the goods that are about to go differ, as sentences."""
        words = []
        for record in self:
            signed = record._get_amounts(record.line_ids, lambda line: line.lot_name or '')
            slip_lines = record.picking_id.move_line_ids.filtered(
                lambda line: line.product_id.control_class and line.quantity
            )
            picked = slip_lines.filtered('picked')
            going = record._get_amounts(
                picked or slip_lines, lambda line: line.lot_id.name or line.lot_name or ''
            )
            for product, lot in sorted(
                signed.keys() | going.keys(), key=lambda key: (key[0].id, key[1])
            ):
                there, here = signed.get((product, lot), 0.0), going.get((product, lot), 0.0)
                if product.uom_id.compare(there, here):
                    words.append(
                        self.env._(
                            "%(medicine)s, lot %(lot)s: handover record %(number)s says "
                            "%(signed)s %(unit)s, the transfer %(going)s. Correct the transfer, or "
                            "declare the record void and have the new one signed.",
                            medicine=product.display_name,
                            lot=lot or '-',
                            number=record.name,
                            signed=there,
                            going=here,
                            unit=product.uom_id.name,
                        )
                    )
        return words

    def _get_amounts(self, lines, lot):
        """Return {(product, lot name): quantity in the product's unit}."""
        amounts = {}
        for line in lines:
            product = line.product_id
            uom = line.uom_id if line._name == 'pharma.handover.line' else line.product_uom_id
            key = product, lot(line)
            amounts[key] = amounts.get(key, 0.0) + uom._compute_quantity(
                line.quantity, product.uom_id
            )
        return amounts

    def _get_form_name(self):
        self.ensure_one()
        Rule = self.env['pharma.control.rule']
        return Rule._get_form(self.company_id, 'handover', self.line_ids.product_id[:1])

    def _get_print_pages(self):
        """Return the lines of each printed page."""
        self.ensure_one()
        lines = self.line_ids
        looks = dict(lines._fields['appearance']._description_selection(self.env))
        return cut_records(
            'handover',
            lines,
            (35, lambda line: line.name),
            (26, lambda line: line.active_ingredient),
            (12, lambda line: line.uom_id.name),
            (17, lambda line: line.lot_name),
            (16, lambda line: line.registration_number),
            (11, lambda line: looks.get(line.appearance)),
            (11, lambda line: line.remark),
            more=LINE * count_lines(self.note or '', 185, TEXT),
        )
