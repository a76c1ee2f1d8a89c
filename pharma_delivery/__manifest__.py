{
    'name': 'Pharma Delivery',
    'summary': 'Delivery slips, rounds, controlled goods and recall',
    'version': '19.0.1.0.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_crm',
        'stock_picking_batch',
        'stock_delivery',
    ],
    'data': [
        'security/pharma_delivery_groups.xml',
    ],
    'application': True,
}
