import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

SEPARATORS = re.compile(r'[\s,;]+')
MAX_NUMBERS = 500


class PharmaSlipReturn(models.TransientModel):
    """Take in signed slips: scanned one after the other, each answered at once (000-31)."""

    _name = 'pharma.slip.return'
    _description = "Slips Returned"

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company
    )
    scan = fields.Char(
        string="Scan or Type Slip Numbers",
        help="Scan the bar codes one after the other, or paste several numbers.",
    )
    filed_place = fields.Char(
        string="Filed in", help="Where the signed papers go, e.g. folder 2026-11."
    )
    attachment_ids = fields.Many2many(
        'ir.attachment',
        string="Scans or Photos",
        help="Named by the slip's number, such as S2026-000012.pdf; with one slip any name.",
    )
    line_ids = fields.One2many('pharma.slip.return.line', 'return_id', string="Slips")
    count_fine = fields.Integer(string="To Take in", compute='_compute_counts')
    count_wrong = fields.Integer(string="Not Taken in", compute='_compute_counts')

    # === DEFAULT METHODS === #
    @api.model
    def default_get(self, fields_list):
        """Start with the slips chosen in the list.

        :param list fields_list: as core's
        :return: dict of defaults
        """
        values = super().default_get(fields_list)
        ids = self.env.context.get('active_ids') or []
        # a missing slip has the id of its transfer
        chosen = self.env.context.get('active_model') in ('stock.picking', 'pharma.slip.missing')
        if chosen and 'line_ids' in fields_list:
            slips = self.env['stock.picking'].browse(ids).exists().filtered('slip_number')
            values['line_ids'] = [
                Command.create({'number': slip.slip_number}) for slip in slips[:MAX_NUMBERS]
            ]
        return values

    # === COMPUTE METHODS === #
    @api.depends('line_ids.is_fine')
    def _compute_counts(self):
        for wizard in self:
            wizard.count_fine = sum(line.is_fine for line in wizard.line_ids)
            wizard.count_wrong = len(wizard.line_ids) - wizard.count_fine

    @api.onchange('scan')
    def _onchange_scan(self):
        """Turn what was scanned into lines and make room for the next number."""
        numbers = [number for number in SEPARATORS.split(self.scan or '') if number]
        if not numbers:
            return None
        self.scan = False
        if len(self.line_ids) + len(numbers) > MAX_NUMBERS:
            message = self.env._(
                "Take in %(most)s slips at a time at most: confirm these first.", most=MAX_NUMBERS
            )
            return {'warning': {'title': self.env._("Too many slips"), 'message': message}}
        # the last one scanned stands on top, where the eye is
        self.line_ids = [
            *(Command.create({'number': number}) for number in reversed(numbers)),
            *(Command.create({'number': line.number}) for line in self.line_ids),
            *(Command.unlink(line.id) for line in self.line_ids),
        ]
        return None

    # === ACTION METHODS === #
    def action_confirm(self):
        """Take in all slips that may be, with the files named after them.

        :raise UserError: nothing to take in, files that belong to no slip listed
        :return: action that shows what was taken in
        """
        self.ensure_one()
        lines = self.line_ids.filtered('is_fine')
        slips = lines.picking_id
        if not slips:
            raise UserError(
                self.env._("Scan the slips that came back first; none of these can be taken in.")
            )
        slips.check_access('write')
        files = self._match_files(slips)
        slips._take_in_slip(self.filed_place)
        for slip, attachments in files.items():
            slip._attach_signed_copies(attachments)
        action = self.env['ir.actions.act_window']._for_xml_id('pharma_delivery.pharma_slip_action')
        return {
            **action,
            'name': self.env._("Slips Taken in"),
            'domain': [('id', 'in', slips.ids)],
            'context': {},
            'path': False,
        }

    def _match_files(self, slips):
        """Return {slip: ``ir.attachment``} by the names of the files."""
        files = {}
        strangers = self.env['ir.attachment']
        names = {_condense(slip.slip_number): slip for slip in slips}
        # longest first: number 12 does not take the file of number 123
        keys = sorted(names, key=len, reverse=True)
        for attachment in self.attachment_ids:
            name = _condense(attachment.name.rpartition('.')[0] or attachment.name)
            key = next((key for key in keys if name.startswith(key)), None)
            found = names[key] if key else slips if len(slips) == 1 else None
            if found:
                files[found] = files.get(found, self.env['ir.attachment']) + attachment
            else:
                strangers += attachment
        if strangers:
            raise UserError(
                self.env._(
                    "These files belong to none of the slips listed: %(files)s. Name them by the"
                    " slip's number, or add the slip.",
                    files=', '.join(strangers.mapped('name')),
                )
            )
        return files

    # === LOOK-UP === #
    @api.model
    def _find_slips(self, company, numbers):
        """Return {number as scanned: slip} of those that exist; one query."""
        wanted = {number: number.strip().upper() for number in numbers if number}
        slips = self.env['stock.picking'].search(
            Domain('company_id', '=', company.id)
            & Domain('slip_number', 'in', [*wanted.values(), *wanted])
        )
        by_number = {slip.slip_number.upper(): slip for slip in slips}
        return {number: by_number[upper] for number, upper in wanted.items() if upper in by_number}


def _condense(text):
    """Return letters and digits alone: file names cannot hold the stroke of a slip number."""
    return re.sub(r'[^0-9A-Z]', '', text.upper())
