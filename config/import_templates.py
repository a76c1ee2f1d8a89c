"""Write the Excel files that the import screens offer.

Run it from the root of the repository after changing a column:

    python config/import_templates.py
"""

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

ROOT = Path(__file__).resolve().parent.parent

# Headers are the labels of the fields, so that the import screen matches them by itself.
MEDICINES = [
    [
        'Name', 'Internal Reference', 'Sales Price', 'Unit', 'Track Inventory', 'Pharma Kind',
        'Therapeutic Group', 'Active Ingredient', 'Strength', 'Dosage Form', 'ATC Code',
        'Special Control', 'Prescription Required', 'Storage Condition', 'Registration Number',
        'Manufacturer', 'Made In', 'Quality Standard',
    ],
    [
        'Metformin 500 mg', 'MET500', 1200, 'Units', 'True', 'Medicine', 'DIAB', 'Metformin',
        '500 mg', 'film-coated tablet', 'A10BA02', None, 'True', 'NOLABEL', None, None, None,
        'WHO-GMP',
    ],
    [
        'Diazepam 5 mg', 'DIA5', 900, 'Units', 'True', 'Medicine', 'NEURO', 'Diazepam', '5 mg',
        'tablet', 'N05BA01', 'Psychotropic', 'True', 'ROOM', None, None, None, 'EU-GMP',
    ],
    [
        'Vitamin C 1000 mg', 'VITC1000', 3500, 'Units', 'True', 'Functional Food', 'VITA',
        'Ascorbic acid', '1000 mg', 'effervescent tablet', None, None, 'False', None, None, None,
        None, None,
    ],
]  # fmt: skip

PAST_ORDERS = [
    [
        'Order Reference', 'Customer', 'Order Date', 'Past Order', 'Sales Channel', 'Taken By',
        'Purchase Motive', 'Order Lines/Product', 'Order Lines/Quantity', 'Order Lines/Unit',
        'Order Lines/Unit Price',
    ],
    [
        'OLD-0001', 'KH0001', datetime.fromisoformat('2026-03-02 09:30'), 'True', 'counter',
        'Customer', 'treatment', 'MET500', 60, 'Units', 1200,
    ],
    [None, None, None, None, None, None, None, 'VITC1000', 1, 'Pack of 6', 21000],
    [
        'OLD-0002', 'KH0002', datetime.fromisoformat('2026-03-04 15:00'), 'True', 'telephone',
        'Elderly Person', 'treatment', 'MET500', 30, 'Units', 1200,
    ],
]  # fmt: skip

# Rows change the product that has the reference.
CARE_INTERVALS = [
    ['Internal Reference', 'Care Interval', 'Minimum Cares', 'Maximum Cares'],
    ['MET500', 0.5, 1, 3],
    ['DIA5', 1, 1, 2],
    ['VITC1000', 1, 0, 1],
]


def write(module, name, rows):
    """Write one template of a module; ``rows`` starts with the headers."""
    book = Workbook()
    sheet = book.active
    sheet.title = 'Import'
    for row in rows:
        sheet.append(row)
    for number, cells in enumerate(sheet.columns, 1):
        cells[0].font = Font(bold=True)
        width = max(len(str(cell.value or '')) for cell in cells)
        sheet.column_dimensions[get_column_letter(number)].width = width + 2
    sheet.freeze_panes = 'A2'
    book.save(ROOT / module / 'static' / 'xls' / name)


if __name__ == '__main__':
    write('pharma_crm', 'medicines.xlsx', MEDICINES)
    write('pharma_crm', 'past_orders.xlsx', PAST_ORDERS)
    write('pharma_care', 'care_intervals.xlsx', CARE_INTERVALS)
