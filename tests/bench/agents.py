"""Many people at work at once: how long each of them waits, on stock Odoo and with the suite.

An agent reads the first page of a list, opens one of its records, saves something, and thinks in
between: orders in stock Odoo, customers to care for with the suite.
"""

import random
import statistics
import threading
import time
from datetime import timedelta
from functools import partial
from itertools import count

import requests
import server
from lxml import etree
from worklists import PAGE, get_list, get_question

from odoo.api import Environment
from odoo.orm.registry import Registry

THINK_SECONDS = 10
RUN_SECONDS = 120


def compare(stock, suite, agents):
    """Let agents work on the one database, then on the other.

    :param stock: ``Environment`` on Odoo's own modules
    :param suite: ``Environment`` on the suite's database
    :param int agents: how many at once
    :return: list of two dicts: 'actions', 'p50' and 'p95' in ms
    """
    orders = [('state', 'not in', ['draft', 'sent', 'cancel'])]
    care = get_list(suite, 'customers')
    save_care = _get_save_care(suite)
    for env in (stock, suite):
        env.cr.rollback()  # an old view of the data would be kept alive for them
    return [
        _work(stock, agents, 'sale.order', orders, False, _save_order),
        _work(suite, agents, 'pharma.care.case', *care, save_care),
    ]


def _save_order(site, id_):
    site.call('sale.order', 'web_save', {'vals': {'note': 'x'}, 'specification': {}}, [id_])


def _get_save_care(env):
    answer = env.ref('pharma_care.response_type_well').id
    later = str(env.company._pharma_today() + timedelta(days=30))

    def save(site, id_):
        vals = {'content': 'well', 'response_type_id': answer, 'date_next': later}
        site.call('pharma.care.case', 'record_entry', {'vals': vals}, [id_])

    return save


def _work(env, agents, model, domain, view_id, save):
    site = server.on(env)
    with Registry(env.cr.dbname).cursor() as cr:
        own = Environment(cr, site.uid, site.get_context())
        question = get_question(own, model, domain, view_id)
        arch = etree.fromstring(own[model].get_views([(False, 'form')])['views']['form']['arch'])
        names = {node.get('name') for node in arch.iter('field')} & own[model]._fields.keys()
        form = {
            name: {'fields': {'display_name': {}}} if own[model]._fields[name].relational else {}
            for name in names
        }
    waits, errors = [], []
    end = time.monotonic() + RUN_SECONDS

    def steps(desk, number):
        for turn in count(number):
            found = yield partial(desk.call, model, 'web_search_read', question)
            rows = found['records']
            if len(rows) < PAGE:
                raise RuntimeError(f'{model}: no full page to choose from, so nothing is measured')
            id_ = rows[7 * turn % len(rows)]['id']
            yield partial(desk.call, model, 'web_read', {'specification': form}, [id_])
            yield partial(save, desk, id_)

    def agent(number):
        todo, result = steps(server.Desk(site), number), None
        try:
            while True:
                act = todo.send(result)
                pause = random.expovariate(1 / THINK_SECONDS)
                if time.monotonic() + pause > end:
                    return
                time.sleep(pause)
                started = time.monotonic()
                result = act()
                waits.append(time.monotonic() - started)
        except (RuntimeError, requests.RequestException) as error:
            errors.append(error)

    threads = [threading.Thread(target=agent, args=(number,)) for number in range(agents)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    shares = statistics.quantiles(waits, n=20)
    return {'actions': len(waits), 'p50': shares[9] * 1000, 'p95': shares[18] * 1000}
