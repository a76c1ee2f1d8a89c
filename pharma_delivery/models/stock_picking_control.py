from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class StockPicking(models.Model):
    """No paper, no dispatch (004-17 to 004-19, decision 16)."""

    _inherit = 'stock.picking'

    pharma_is_controlled = fields.Boolean(
        string="Controlled Goods",
        compute='_compute_pharma_is_controlled',
        search='_search_pharma_is_controlled',
        help="Something on the slip is under special control: papers are checked.",
    )
    handover_ids = fields.One2many('pharma.handover', 'picking_id', string="Handover Records")
    handover_id = fields.Many2one(
        'pharma.handover',
        string="Handover Record",
        compute='_compute_handover_id',
        store=True,
        index='btree_not_null',
        help="The one in force; records declared void stay on file.",
    )

    # === COMPUTE METHODS === #
    @api.depends('move_ids.product_id.control_class', 'move_ids.state')
    def _compute_pharma_is_controlled(self):
        for picking in self:
            picking.pharma_is_controlled = bool(picking._get_controlled_products())

    def _search_pharma_is_controlled(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [
            (
                'move_ids',
                'any' if True in value else 'not any',
                [('product_id.control_class', '!=', False), ('state', '!=', 'cancel')],
            )
        ]

    @api.depends('handover_ids.state')
    def _compute_handover_id(self):
        for picking in self:
            picking.handover_id = picking.handover_ids.filtered(
                lambda record: record.state != 'void'
            ).sorted('id')[-1:]

    def _get_controlled_products(self):
        moves = self.move_ids.filtered(lambda move: move.state != 'cancel')
        return moves.product_id.filtered('control_class')

    # === WHAT IS DEMANDED === #
    def _is_brought(self):
        """Return whether goods go to another site: a courier carries them, or a company takes
        them over. What a person takes along at the counter is in the customer book instead."""
        self.ensure_one()
        return bool(
            self.courier_id or self.handover_id or self.partner_id.commercial_partner_id.is_company
        )

    def _get_control_rules(self, moments):
        """Return what is demanded of slips because of the goods on them.

        :param moments: set of the moments that count for goods that are brought
        :return: {picking: [(rule, products)]}, without slips that carry nothing controlled
        """
        slips = self.filtered(lambda slip: slip.slip_number and slip._get_controlled_products())
        rules = self.env['pharma.control.rule']._get_valid(slips.company_id)
        result = {}
        for slip in slips:
            wanted = moments if slip._is_brought() else {'counter'}
            demanded = []
            products = slip._get_controlled_products()
            for rule in rules[slip.company_id]._filter_partner(slip.partner_id):
                if rule.moment in wanted:
                    goods = products.filtered(
                        lambda product, rule=rule: rule._filter_class(product.control_class)
                    )
                    if goods:
                        demanded.append((rule, goods))
            result[slip] = demanded
        return result

    def _is_handover_needed(self):
        """Return the slips of which the handover is to be recorded and signed (004-19)."""
        demanded = self._get_control_rules({'dispatch', 'handover'})
        return self.filtered(
            lambda slip: any(rule.demand == 'handover' for rule, _goods in demanded.get(slip, []))
        )

    # === OBSTACLES === #
    def _get_dispatch_obstacles(self):
        """Name every paper that is missing or has ended, and whose it is (004-17, 004-18)."""
        result = super()._get_dispatch_obstacles()
        for slip, sentences in self._get_paper_obstacles({'dispatch'}).items():
            result[slip] += sentences
        return result

    def _get_visit_obstacles(self):
        """Name what is missing before controlled goods may change hands (004-19)."""
        result = super()._get_visit_obstacles()
        for slip, sentences in self._get_paper_obstacles({'handover'}).items():
            result[slip] += sentences
        for slip in self._is_handover_needed():
            result[slip] += slip._get_handover_obstacles()
        return result

    def _get_paper_obstacles(self, moments):
        """Return {slip: sentences} about papers, for all slips with a fixed number of queries."""
        demanded = self._get_control_rules(moments)
        if not demanded:
            return {}
        slips = self.browse([slip.id for slip in demanded])
        licences = self._get_licences(demanded)
        letters = slips._get_assignments()
        result = {}
        for slip, rules in demanded.items():
            missing = defaultdict(self.env['product.product'].browse)  # sentence: for which goods
            for rule, goods in rules:
                if rule.demand == 'paper':
                    sentence = slip._get_licence_obstacle(rule, licences)
                elif rule.demand == 'assignment' and slip.courier_id:
                    sentence = slip._get_assignment_obstacle(letters)
                else:
                    continue
                if sentence:
                    missing[sentence] |= goods
            result[slip] = [
                f'{", ".join(goods.mapped("name"))}: {sentence}'
                for sentence, goods in missing.items()
            ]
        return result

    def _get_party(self, party):
        """Return the partners of whom one must hold a paper, and how to call them."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        if party == 'company':
            return self.company_id.partner_id
        if party == 'courier':
            return self.courier_id.partner_id
        if party == 'giver':
            return self.handover_id.giver_id or self.courier_id.partner_id
        if party == 'customer':
            return customer
        return self.handover_id.receiver_id or customer | self.partner_id | customer.child_ids

    def _get_licences(self, demanded):
        """Return {(partner, licence type): end of the one valid longest} of all parties at once;
        the end is ``date.max`` for a paper without end."""
        partners, types = self.env['res.partner'], self.env['pharma.licence.type']
        for slip, rules in demanded.items():
            for rule, _goods in rules:
                if rule.demand == 'paper':
                    types |= rule.licence_type_id
                    partners |= slip.sudo()._get_party(rule.party)  # sudo: see below
        result = {}
        # sudo: whether a paper is there is told to whoever lets the goods leave, no number
        Licence = self.env['pharma.licence'].sudo()
        for licence in Licence.search_fetch(
            [('partner_id', 'in', partners.ids), ('type_id', 'in', types.ids)],
            ['partner_id', 'type_id', 'date_expiry'],
        ):
            key = licence.partner_id.id, licence.type_id.id
            end = licence.date_expiry or fields.Date.to_date('9999-12-31')
            result[key] = max(end, result.get(key, end))
        return result

    def _get_licence_obstacle(self, rule, licences):
        self.ensure_one()
        # sudo: names of those who take part, told to whoever lets the goods leave
        partners = self.sudo()._get_party(rule.party)
        if rule.party in ('courier', 'giver') and not partners:
            return False  # nobody carries it: handed over by those of the site
        ends = [licences.get((partner.id, rule.licence_type_id.id)) for partner in partners]
        last = max((end for end in ends if end), default=None)
        if last and last >= self.company_id._pharma_today():
            return False
        words = {
            'paper': rule.licence_type_id.name,
            'party': dict(rule._fields['party']._description_selection(self.env))[rule.party],
            'name': partners[:1].display_name or self.partner_id.display_name,
        }
        if last:
            return self.env._(
                "%(paper)s of %(name)s (%(party)s) ended on %(date)s. Enter the renewed one under "
                "Customers > Licences.",
                date=format_date(self.env, last),
                **words,
            )
        return self.env._(
            "%(paper)s of %(name)s (%(party)s) is missing. Enter it under Customers > Licences.",
            **words,
        )

    def _get_assignments(self):
        """Return the issued letters of the slips."""
        # sudo: whether there is a letter is told to whoever lets the goods leave
        return (
            self.env['pharma.assignment']
            .sudo()
            .search([('picking_ids', 'in', self.ids), ('state', '=', 'issued')])
        )

    def _get_assignment_obstacle(self, letters):
        self.ensure_one()
        today = self.company_id._pharma_today()
        for letter in letters:
            if (
                letter.courier_id == self.courier_id
                and self in letter.picking_ids
                and letter.date_from <= today <= letter.date_to
            ):
                return False
        return self.env._(
            "no assignment letter of today names courier %(courier)s and this slip. Write one "
            "under Delivery > Controlled Goods > Assignment Letters and let a pharmacist issue it.",
            courier=self.courier_id.name,
        )

    # === WHAT WENT === #
    def _action_done(self):
        """Record no delivery of controlled goods without papers and signatures (004-19).

        :raise UserError: with all that is missing, slip by slip
        """
        self._check_dispatch()  # papers first: without them there is nothing to sign
        slips = self.filtered('slip_number')
        obstacles = slips._get_visit_obstacles()
        for slip in slips:
            obstacles[slip] = [*obstacles[slip], *slip._get_handover_differences()]
        words = self._get_obstacle_words(obstacles)
        if words:
            raise UserError('\n'.join([self.env._("This may not be handed over yet:"), *words]))
        result = super()._action_done()
        slips.filtered(lambda slip: slip.state == 'done')._close_drafts()
        return result
