import json
from datetime import datetime, timedelta

from odoo.fields import Command, Domain
from odoo.tools import SQL, file_open

from odoo.addons.pharma_callcenter.tests.common import ComplaintCommon

FEBRUARY = {'pharma-period': (datetime(2026, 1, 31, 17), datetime(2026, 2, 28, 17))}
RECEIVED = datetime(2026, 2, 10, 3)


class FiguresCommon(ComplaintCommon):
    """Seven tickets of a company of its own, and what a pivot of a dashboard shows of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a company of its own: the figures are of what is made here, whatever else there is
        cls.company = cls.env['res.company'].create(
            {'name': 'Figures', 'country_id': cls.vietnam.id}
        )
        staff = cls.agent | cls.colleague | cls.supervisor | cls.pharmacist
        staff.write({'company_ids': [Command.set(cls.company.ids)], 'company_id': cls.company.id})
        cls.env.user.write(
            {'company_ids': [Command.link(cls.company.id)], 'company_id': cls.company.id}
        )
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.branch, cls.other_branch = cls.env['stock.warehouse'].create(
            [
                {'name': 'Bến Thành', 'code': 'BT', 'company_id': cls.company.id},
                {'name': 'Hải Châu', 'code': 'HC', 'company_id': cls.company.id},
            ]
        )
        agent, other = cls.agent, cls.colleague
        # responsible, hours to answer and to the end, late, rating
        cls.tickets = (
            cls._make(agent, 2, 10, rating=5, product_id=cls.metformin.id)
            | cls._make(agent, 6, 50, is_late=True, rating=2, product_id=cls.metformin.id)
            | cls._make(agent, 3, 18, warehouse_id=cls.other_branch.id)
            | cls._make(other, 1, 2, rating=4, relation='second')
            | cls._make(other, relation='repeated', product_id=cls.aspirin.id)
            | cls._make(agent, state='cancelled')
            | cls._make(agent, date_received=datetime(2026, 1, 10, 3), kind_id=cls.kind_service.id)
        )
        cls.env.invalidate_all()
        cls.documents = {}
        for name in ('my_tickets', 'ticket_team', 'appraisal'):
            path = f'pharma_callcenter_dashboard/data/files/{name}_dashboard.json'
            with file_open(path) as content:
                cls.documents[name] = json.load(content)

    @classmethod
    def _make(cls, user, answered=None, closed=None, is_late=False, rating=0, **values):
        """Create a ticket of a company and branch; what has an end is solved."""
        columns = {'relation': values.pop('relation', 'new'), 'followup_rating': rating}
        columns['state'] = values.pop('state', 'solved' if closed else 'new')
        ticket = cls._create_ticket(
            **{
                'company_id': cls.company.id,
                'user_id': user.id,
                'team_id': False,
                'warehouse_id': cls.branch.id,
                'kind_id': cls.kind.id,
                'product_id': cls.metformin.id,
                'date_received': RECEIVED,
            }
            | values
        )
        end = RECEIVED + timedelta(hours=closed) if closed else None
        if columns['state'] == 'cancelled':
            end = RECEIVED
        columns |= {
            'date_first_answer': RECEIVED + timedelta(hours=answered) if answered else None,
            'date_closed': end,
            'date_promised': end and end + timedelta(hours=-1 if is_late else 1),
        }
        cls._set('pharma_complaint', ticket.id, **columns)
        return ticket

    @classmethod
    def _set(cls, table, id_, **columns):
        """Write what only the workflow or a job writes."""
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = %s",
                SQL.identifier(table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value) for name, value in columns.items()
                ),
                id_,
            )
        )
        cls.env.invalidate_all()

    def _get_pivot(self, document, name):
        [pivot] = [p for p in self.documents[document]['pivots'].values() if p['name'] == name]
        return pivot

    def _get_domain(self, pivot, chosen):
        """Return the domain of a pivot with the filters as the client adds them."""
        domain = Domain(pivot['domain'])
        for key, value in chosen.items():
            match = pivot['fieldMatching'].get(key)
            if match and key == 'pharma-period':
                domain &= Domain(match['chain'], '>=', value[0])
                domain &= Domain(match['chain'], '<', value[1])
            elif match:
                domain &= Domain(match['chain'], 'in', value.ids)
        return domain

    def _read(self, user, document, name, **chosen):
        """Return {group: {measure: value}} of a pivot; the total under None."""
        pivot = self._get_pivot(document, name)
        model = self.env[pivot['model']].with_user(user)
        names = [measure['id'] for measure in pivot['measures']]
        specs = [n if n == '__count' else f'{n}:{model._fields[n].aggregator}' for n in names]
        groups = [row['fieldName'] for row in pivot['rows']]
        domain = self._get_domain(pivot, FEBRUARY | {f'pharma-{k}': v for k, v in chosen.items()})
        figures = {}
        for sets in (groups, []):
            for row in model._read_group(domain, sets, specs):
                values = {n: v or 0 for n, v in zip(names, row[len(sets) :], strict=True)}
                figures[row[0] if sets else None] = values
        return figures

    def _assert_figures(self, figures, **wanted):
        for name, value in wanted.items():
            name = '__count' if name == 'count' else name
            self.assertAlmostEqual(figures[name], value, msg=name, places=4)
