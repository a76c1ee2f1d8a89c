from odoo import api, fields, models


class PharmaCallTrainingPoint(models.Model):
    """What a check showed that all should learn, for the next training (001-11, 003-10).

    It is written without names: the training is about the matter, not about who did it.
    """

    _name = 'pharma.call.training.point'
    _description = "Training Point"
    _order = 'state, date desc, id desc'
    _check_company_auto = True

    name = fields.Char(string="What to Explain", required=True)
    description = fields.Text(string="How It Is Done Right")
    company_id = fields.Many2one(
        'res.company',
        required=True,
        index=True,
        compute='_compute_company_id',
        store=True,
        readonly=False,
        precompute=True,
    )
    check_id = fields.Many2one(
        'pharma.call.check',
        index='btree_not_null',
        ondelete='set null',
        check_company=True,
    )
    team_id = fields.Many2one('crm.team', string="For the Team", help="Empty: for everybody.")
    approved_answer_id = fields.Many2one('pharma.approved.answer', ondelete='set null')
    date = fields.Date(required=True, default=lambda self: self.env.company._pharma_today())
    date_training = fields.Date(string="Trained On")
    state = fields.Selection(
        [('open', "Open"), ('done', "Explained")],
        compute='_compute_state',
        store=True,
        precompute=True,
    )

    @api.depends('check_id')
    def _compute_company_id(self):
        for point in self:
            point.company_id = point.check_id.company_id or point.company_id or self.env.company

    @api.depends('date_training')
    def _compute_state(self):
        for point in self:
            point.state = 'done' if point.date_training else 'open'

    def action_explained(self):
        """Mark points as explained in the training of today (001-11).

        :raise AccessError: without the right to write them
        """
        self.check_access('write')
        for company in self.company_id:
            points = self.filtered(lambda point, company=company: point.company_id == company)
            points.date_training = company._pharma_today()
