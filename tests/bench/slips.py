"""Delivery slips: printing fifty of them in one document, and the lots they are warned of."""

import shutil
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

from measures import Measure, timed

REPORT = 'pharma_delivery.report_delivery_slip'
SLIPS, LINES = 50, 5
CHROMIUM = shutil.which('chromium') or shutil.which('google-chrome')


def _create_slips(suite):
    """Return fifty confirmed slips of five medicines with lots."""
    branch = suite['stock.warehouse'].search([('company_id', '=', suite.company.id)], limit=1)
    medicines = suite['product.product'].create(
        [
            {
                'name': f'Thuốc viên nang cứng hộp 10 vỉ x 10 viên số {place}',
                'is_storable': True,
                'tracking': 'lot',
                'use_expiration_date': True,
                'list_price': 25000 + place,
                'strength': '500 mg',
                'dosage_form': 'viên nang',
            }
            for place in range(LINES)
        ]
    )
    lots = suite['stock.lot'].create(
        [
            {'name': f'B{place}', 'product_id': medicine.id, 'expiration_date': '2035-01-01'}
            for place, medicine in enumerate(medicines)
        ]
    )
    for lot in lots:
        suite['stock.quant']._update_available_quantity(
            lot.product_id, branch.lot_stock_id, 10000, lot_id=lot
        )
    customers = suite['res.partner'].search([('ref', 'like', 'BM')], limit=SLIPS)
    orders = suite['sale.order'].create(
        [
            {
                'partner_id': customers[place % len(customers)].id,
                'warehouse_id': branch.id,
                'order_line': [
                    (0, 0, {'product_id': medicine.id, 'product_uom_qty': 3})
                    for medicine in medicines
                ],
            }
            for place in range(SLIPS)
        ]
    )
    orders.action_confirm()
    suite.flush_all()
    return suite['stock.picking'].browse(orders.picking_ids.ids)  # one list, as a screen reads it


def _print_by_odoo(reports, slips):
    content, kind = reports._render_qweb_pdf(REPORT, slips.ids)
    if kind != 'pdf' or not content.startswith(b'%PDF'):
        raise RuntimeError('no document came out')


def _print_by_chromium(reports, slips):
    html, _kind = reports._render_qweb_html(REPORT, slips.ids)
    with tempfile.TemporaryDirectory() as folder:
        page, paper = Path(folder) / 'slips.html', Path(folder) / 'slips.pdf'
        page.write_bytes(html)
        subprocess.run(
            [
                *(CHROMIUM, '--headless', '--no-sandbox', '--disable-gpu'),
                *('--no-pdf-header-footer', f'--print-to-pdf={paper}', page.as_uri()),
            ],
            check=True,
            capture_output=True,
        )
        if not paper.stat().st_size:
            raise RuntimeError('no document came out')


def print_slips(_stock, suite):
    """A document of fifty slips of five lines in four copies: against the same by Chromium."""
    slips = _create_slips(suite)
    reports = suite['ir.actions.report'].with_context(force_report_rendering=True)
    base = CHROMIUM and timed(suite, partial(_print_by_chromium, reports, slips))
    return base or None, timed(suite, partial(_print_by_odoo, reports, slips))


def warn(_stock, suite):
    """A page of slips with what is told of their lots."""
    slips = _create_slips(suite)

    def once():
        suite.flush_all()
        suite.invalidate_all()
        queries, started = suite.cr.sql_log_count, time.perf_counter()
        slips.mapped('pharma_expiry_warning')
        return time.perf_counter() - started, suite.cr.sql_log_count - queries

    return None, once


# 500 slips a minute on two cores are a document of fifty in 12 s with one beside it; half of
# that is asked of one alone.
MEASURES = [
    Measure('50 slips in one print (base: Chromium)', print_slips, ms=6000, times=5),
    Measure('warnings of 50 slips', warn, ms=300, times=20, most=25),
]
