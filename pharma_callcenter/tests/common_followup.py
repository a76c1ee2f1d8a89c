from odoo.fields import Command, Datetime

from .common import ComplaintCommon


class FollowupCommon(ComplaintCommon):
    """The shipped surveys and rules; orders of the two customers can be made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.email = 'chain@example.com'
        cls.survey = cls.env.ref('pharma_callcenter.survey_purchase')
        cls.survey_ticket = cls.env.ref('pharma_callcenter.survey_ticket')
        cls.rule_ticket = cls.env.ref('pharma_callcenter.pharma_followup_rule_ticket')
        cls.env['pharma.followup.rule'].search([('id', '!=', cls.rule_ticket.id)]).active = False
        cls.rule = cls.env['pharma.followup.rule'].create(
            {
                'name': 'Purchase',
                'company_id': cls.company.id,
                'survey_id': cls.survey.id,
                'delay_days': 2,
                'date_start': '2026-02-01',
            }
        )

    @classmethod
    def _create_order(cls, moment, partner=None, product=None, quantity=1, **values):
        """Return a confirmed order of a moment (UTC)."""
        return cls.env['sale.order'].create(
            {
                'partner_id': (partner or cls.customer).id,
                'user_id': False,
                'pharma_is_past_order': True,
                'date_order': moment,
                'order_line': [
                    Command.create(
                        {
                            'product_id': (product or cls.metformin).id,
                            'product_uom_qty': quantity,
                            'price_unit': 100,
                        }
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _create_followup(cls, **values):
        """Return a planned follow-up of an order, for the agent."""
        if not values.keys() & {'order_id', 'complaint_id', 'partner_id'}:
            values['order_id'] = cls._create_order(Datetime.now()).id
        return cls.env['pharma.followup'].create({'user_id': cls.agent.id, **values})

    @classmethod
    def _answers(cls, survey='purchase', **given):
        """Return answers as the screen keeps them: 'yes', 'no', a number, or a text by meaning."""
        answers = {}
        for meaning, value in given.items():
            id_ = f'pharma_callcenter.survey_{survey}_{meaning}'
            comment = ''
            if isinstance(value, tuple):
                value, comment = value
            if value in ('yes', 'no'):
                value = cls.env.ref(f'{id_}_{value}').id
            answers[str(cls.env.ref(id_).id)] = {'value': value, 'comment': comment}
        return answers

    def _ask(self, followup, **given):
        """Let the agent tick answers and press the button."""
        survey = 'ticket' if followup.complaint_id else 'purchase'
        followup = followup.with_user(self.agent)
        followup.answers = self._answers(survey, **given)
        followup.action_done()
