"""Tickets: the lists against hand-written SQL, and taking in a new one."""

import time
from functools import partial
from itertools import count

import databases
import server
from measures import Measure, timed
from worklists import COUNT_LIMIT, PAGE, _ask, _page

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.orm.registry import Registry
from odoo.tools import SQL

AGENTS, TEAMS = 50, 5
# The share of all tickets that one customer has: nothing may cost more for him.
BUSY_SHARE = 20


def fill(name, number):
    """Create tickets of the last two years, one of ten of them open, handled by teams of agents.

    :param str name: database of the suite
    :param int number: how many
    """
    with Registry(name).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'tracking_disable': True, 'no_reset_password': True})
        agents = env['res.users'].create(
            [
                {
                    'name': f'Agent {place}',
                    'login': f'bench_agent_{place}',
                    'group_ids': [Command.link(env.ref('pharma_callcenter.group_call_agent').id)],
                }
                for place in range(AGENTS)
            ]
        )
        teams = env['crm.team'].create(
            [
                {
                    'name': f'Branch {place}',
                    'member_ids': [Command.set(agents[place::TEAMS].ids)],
                }
                for place in range(TEAMS)
            ]
        )
        kinds = env['pharma.complaint.kind'].search([])
        stages = {
            state: env['pharma.complaint.stage'].search([('state', '=', state)], limit=1)
            for state in ('new', 'open', 'solved')
        }
        env.flush_all()
        cr.execute(_get_tickets_query(env, number, agents, teams, kinds, stages))
    databases.psql('VACUUM ANALYZE pharma_complaint', name)


def _get_tickets_query(env, number, agents, teams, kinds, stages):
    return SQL(
        """
        INSERT INTO pharma_complaint (number, name, company_id, kind_id, nature, description,
            partner_id, commercial_partner_id, category_id, product_id, stage_id, state, user_id,
            team_id, priority, relation, purchase_state, date_received, date_promised, date_closed,
            escalation_level, origin_id, create_uid, write_uid, create_date, write_date)
        SELECT 'B' || n, 'Ticket ' || n, %(company)s, k.id, k.nature, 'It came too late.',
               p.id, p.commercial_partner_id, category_ids[1 + n %% cardinality(category_ids)],
               product_ids[1 + n %% cardinality(product_ids)],
               CASE WHEN n %% 10 > 0 THEN %(solved)s WHEN n %% 20 = 0 THEN %(new)s
                    ELSE %(open)s END,
               CASE WHEN n %% 10 > 0 THEN 'solved' WHEN n %% 20 = 0 THEN 'new' ELSE 'open' END,
               user_ids[1 + n / 7 %% cardinality(user_ids)],
               team_ids[1 + n / 7 %% cardinality(team_ids)],
               (n %% 3)::text, 'new', 'open', day, day + interval '3 days',
               CASE WHEN n %% 10 > 0 THEN day + interval '2 days' END, '0', %(origin)s,
               1, 1, day, day
          FROM (SELECT n, date_trunc('second', now() AT TIME ZONE 'UTC')
                       - n * interval '2 years' / %(number)s AS day,
                       CASE WHEN n %% %(busy)s = 0 THEN 0 ELSE n END AS place,
                       %(users)s AS user_ids, %(teams)s AS team_ids, %(kinds)s AS kind_ids
                  FROM generate_series(1, %(number)s) n) t,
               (SELECT array_agg(id ORDER BY id) AS partner_ids FROM res_partner
                 WHERE ref LIKE 'BM%%') partners,
               (SELECT array_agg(id) AS product_ids FROM product_product
                 WHERE default_code LIKE 'BM%%') products,
               (SELECT array_agg(id) AS category_ids FROM pharma_complaint_category) categories,
               LATERAL (SELECT id, nature FROM pharma_complaint_kind
                         WHERE id = kind_ids[1 + n / 3 %% cardinality(kind_ids)]) k,
               LATERAL (SELECT id, commercial_partner_id FROM res_partner
                         WHERE id = partner_ids[1 + place %% cardinality(partner_ids)]) p
        """,
        company=env.company.id,
        number=number,
        busy=BUSY_SHARE,
        users=agents.ids,
        teams=teams.ids,
        kinds=kinds.ids,
        origin=env.ref('pharma_callcenter.pharma_complaint_origin_hand').id,
        **{state: stage.id for state, stage in stages.items()},
    )


def _agent(suite):
    return suite['res.users'].search([('login', '=', 'bench_agent_0')])


def _tickets_of(suite, user):
    context = {'lang': 'en_US', 'allowed_company_ids': suite.company.ids}
    return suite(user=user.id, context=context, su=False)['pharma.complaint']


def list_in_sql(kind, _stock, suite):
    """The statements of a list of open tickets with the record rules: against the same by hand."""
    agent = _agent(suite)
    user = suite.ref('base.user_admin') if kind == 'all' else agent
    Ticket = _tickets_of(suite, user)
    domain = [('date_closed', '=', False)]
    own = SQL("t.company_id = %s AND t.date_closed IS NULL", suite.company.id)
    if kind == 'mine':
        domain.append(('user_id', '=', agent.id))
        own = SQL("%s AND t.user_id = %s", own, agent.id)
    elif kind == 'team':
        own = SQL(
            """
            %(own)s AND (t.user_id = %(user)s OR t.create_uid = %(user)s
                OR t.team_id IN (SELECT crm_team_id FROM crm_team_member
                                  WHERE user_id = %(user)s AND active)
                OR t.team_id IN (SELECT id FROM crm_team WHERE user_id = %(user)s)
                OR (t.team_id IS NULL AND t.user_id IS NULL)
                OR t.owner_department_id IN (SELECT d.id FROM hr_department d
                    JOIN hr_employee e ON e.id = d.manager_id WHERE e.user_id = %(user)s))
            """,
            own=own,
            user=agent.id,
        )
    order = 'priority desc, date_promised, id'
    page = Ticket._search(domain, limit=PAGE, order=order).select()
    every = Ticket._search(domain, limit=COUNT_LIMIT).select()
    own_page = SQL(
        "SELECT t.id FROM pharma_complaint t WHERE %s"
        " ORDER BY t.priority DESC, t.date_promised, t.id LIMIT %s",
        own,
        PAGE,
    )
    own_count = SQL("SELECT t.id FROM pharma_complaint t WHERE %s LIMIT %s", own, COUNT_LIMIT)
    if not len(suite.execute_query(own_count)) == len(suite.execute_query(every)) > 0:
        raise RuntimeError(f'{kind}: the statements find nothing, or not the same')
    return _ask(suite, own_page, own_count), _ask(suite, page, every)


def list_over_http(stock, suite):
    """First page and count of open tickets through the server: against stock's order list."""
    site = server.on(suite)
    with Registry(suite.cr.dbname).cursor() as cr:
        own = Environment(cr, SUPERUSER_ID, {})
        supervisor = own.ref('pharma_callcenter.group_call_supervisor')
        own['res.users'].browse(site.uid).group_ids = [Command.link(supervisor.id)]
    Registry(suite.cr.dbname).signal_changes()
    suite.cr.rollback()  # see what was committed
    suite.invalidate_all()
    orders = _page(stock, 'sale.order', [('state', 'not in', ['draft', 'sent', 'cancel'])])
    view = suite.ref('pharma_callcenter.pharma_complaint_view_list')
    return orders, _page(suite, 'pharma.complaint', [('date_closed', '=', False)], view.id)


def _enter_lead(stock):
    """Return a function that enters a lead for a customer in Odoo alone."""
    user = stock.ref('base.user_admin')
    context = {'lang': 'en_US', 'allowed_company_ids': stock.company.ids}
    Lead = stock(user=user.id, context=context, su=False)['crm.lead']
    partners = stock['res.partner'].search([('ref', '=like', 'BM%')], order='id', limit=1000)
    places = count(1)

    def once():
        values = {
            'name': 'The box was open.',
            'type': 'lead',
            'partner_id': partners[next(places) % len(partners)].id,
            'description': 'The box was open.',
            'user_id': user.id,
        }
        stock.invalidate_all()
        return timed(stock, lambda: Lead.create([values]))()

    return once


def take_in(kind, stock, suite):
    """Take in a complaint about a medicine, as an agent: its earlier tickets are looked for.
    Against a lead in Odoo alone, which looks for nothing.

    :param str kind: 'new' customers, or the one with a twentieth of 'all' tickets
    """
    agent = _agent(suite)
    Ticket = _tickets_of(suite, agent).with_context(tracking_disable=False)
    partners = suite['res.partner'].search([('ref', '=like', 'BM%')], order='id', limit=1000)
    products = suite['product.product'].search([('default_code', '=like', 'BM%')], limit=50)
    places = count(1)

    def once():
        place = next(places)
        partner = partners[0] if kind == 'all' else partners[place % len(partners)]
        values = {
            'partner_id': partner.id,
            'product_id': products[place % len(products)].id,
            'description': 'The box was open.',
            'user_id': agent.id,
        }
        suite.invalidate_all()
        return timed(suite, lambda: Ticket.create([values]))()

    return _enter_lead(stock), once


def typed(_stock, suite):
    """What a form asks when the customer is chosen: of a new one, and of the busiest."""
    partners = suite['res.partner'].search([('ref', '=like', 'BM%')], order='id', limit=400)
    Ticket = _tickets_of(suite, _agent(suite))
    places = count(1)

    def show(partner):
        suite.invalidate_all()
        new = Ticket.new({'partner_id': partner.id, 'company_id': suite.company.id})
        started = time.perf_counter()
        queries = suite.cr.sql_log_count
        new._get_customer_tickets()
        return time.perf_counter() - started, suite.cr.sql_log_count - queries

    return (lambda: show(partners[next(places) % 399 + 1])), (lambda: show(partners[0]))


def figures(model, domain, groups, measures, _stock, suite):
    """Open a pivot as a supervisor does."""
    user = suite.ref('base.user_admin')
    records = _tickets_of(suite, user).env[model]
    return None, timed(
        suite, lambda: records.formatted_read_grouping_sets(domain, groups, measures)
    )


RATES = ['solved_rate', 'late_rate', 'satisfied_rate', 'grieved_rate', 'answer_hours']
BY_KIND = [['kind_id'], []]
BY_EMPLOYEE = [['user_id', 'indicator_id'], ['user_id'], ['indicator_id'], []]
THIS_MONTH = [('month', '=', 'today =1d')]

MEASURES = [
    Measure('tickets open, all (base: SQL)', partial(list_in_sql, 'all'), 1.3, times=50),
    Measure('tickets open, team (base: SQL)', partial(list_in_sql, 'team'), 1.3, times=50),
    Measure('tickets open, mine (base: SQL)', partial(list_in_sql, 'mine'), 1.3, times=50),
    Measure('tickets open (base: orders)', list_over_http, 1.0, times=30, most=14),
    Measure('take in a ticket (base: lead)', partial(take_in, 'new'), 1.5, ms=30, times=100),
    Measure(
        'take in, busiest customer (base: lead)', partial(take_in, 'all'), 1.5, ms=30, times=100
    ),
    Measure('tickets beside it, busiest (base: others)', typed, times=50),
    Measure(
        'pivot of all tickets',
        partial(
            figures,
            'pharma.complaint.report',
            [],
            BY_KIND,
            ['__count', *(f'{name}:avg' for name in RATES)],
        ),
        ms=500,
        times=10,
    ),
    Measure(
        'appraisal with tickets of a month',
        partial(figures, 'pharma.appraisal', THIS_MONTH, BY_EMPLOYEE, ['score:avg']),
        ms=1000,
        times=10,
    ),
]
