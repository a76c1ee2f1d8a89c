from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

# Set by the program alone.
PROTECTED = {'handover_id', 'slip_number', 'delivery_state'}


class StockPicking(models.Model):
    """Handover records of slips with controlled goods (004-19)."""

    _inherit = 'stock.picking'

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields_list):
        """Leave defaults of a context or of people out where nobody writes (000-36).

        :param list fields_list: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields_list)
        return keep_own_defaults(self, defaults, fields_list, PROTECTED)

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse records of other slips as proof, see ``write``."""
        for vals in vals_list:
            self._check_handover_vals(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse records of other slips as proof: the one in force is found by the program.

        :raise UserError: the record in force, the number or the state of the slip is entered by
            hand
        :return: True
        """
        self._check_handover_vals(vals)
        return super().write(vals)

    def _check_handover_vals(self, vals):
        if PROTECTED & vals.keys() and not self.env.su:
            raise UserError(
                self.env._(
                    "Slip number, handover record and what became of the delivery are set by the"
                    " program only."
                )
            )

    # === ACTION METHODS === #
    def action_pharma_handover(self):
        """Open the handover record of the slip; make it, if there is none yet (004-19).

        :raise UserError: nothing under special control on the slip
        :return: window action
        """
        self.ensure_one()
        if not self.handover_id:
            self.check_access('write')
            if not self._get_controlled_products():
                raise UserError(
                    self.env._(
                        "Nothing on this slip is under special control: no record is needed."
                    )
                )
            self._create_handovers(force=True)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'pharma.handover',
            'res_id': self.handover_id.id,
            'view_mode': 'form',
        }

    def action_cancel(self):
        """Cancel transfers; drafts of handover records of theirs have nothing left to sign."""
        result = super().action_cancel()
        self.filtered(lambda slip: slip.state == 'cancel')._close_drafts()
        return result

    # === BUSINESS METHODS === #
    def _close_drafts(self):
        """Declare drafts void whose slip is over: nobody will sign them."""
        # sudo: whoever ends a transfer may not be the one who writes records
        drafts = self.handover_id.sudo().filtered(lambda record: record.state == 'draft')
        drafts.write(
            {
                'state': 'void',
                'void_reason': self.env._("Nothing was handed over"),
                'void_user_id': self.env.uid,
                'date_void': fields.Datetime.now(),
            }
        )

    def _create_handovers(self, force=False):
        """Make the handover records of the slips that need one and have none.

        :param bool force: also where no rule asks for it, because somebody wants it
        :return: the new records
        """
        slips = self if force else self._is_handover_needed()
        # sudo: whoever sends a round off may not be the one who writes records
        return (
            self.env['pharma.handover']
            .sudo()
            .create([{'picking_id': slip.id} for slip in slips if not slip.handover_id])
        )

    def _get_handover_obstacles(self):
        """Return what keeps the goods from changing hands, as sentences."""
        self.ensure_one()
        lines = self.move_line_ids.filtered(
            lambda line: line.product_id.control_class and line.quantity
        )
        picked = self.move_line_ids.filtered('picked')
        if picked and not lines & picked:
            return []  # the controlled goods stay here
        # sudo: whether it is signed is told to whoever records the delivery
        record = self.handover_id.sudo()
        if record.state == 'signed':
            return []
        if not record:
            return [
                self.env._(
                    "a handover record is needed. Press 'Handover Record' on the slip and have it "
                    "signed by both."
                )
            ]
        return [self.env._("handover record %s is not signed by both yet.", record.name)]

    def _get_handover_differences(self):
        """Return where the signed record and the goods that are about to go differ."""
        self.ensure_one()
        # sudo: names and quantities of the goods, told to whoever records their delivery
        return self.handover_id.sudo()._get_differences()
