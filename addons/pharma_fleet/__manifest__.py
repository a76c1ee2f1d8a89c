{
    'name': 'Pharma Delivery and Fleet',
    'summary': 'Rounds choose a vehicle of the fleet',
    'version': '19.0.1.0.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_delivery',
        'fleet',
    ],
    'data': [
        'security/ir.model.access.csv',
        'views/stock_picking_batch_views.xml',
    ],
    'auto_install': True,
}
