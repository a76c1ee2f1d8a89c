{
    'name': 'Pharma Call Centre and Delivery',
    'summary': 'Tickets about delivery slips, customers are asked after a delivery',
    'version': '19.0.1.1.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_callcenter',
        'pharma_delivery',
    ],
    'data': [
        'data/pharma_callcenter_delivery_data.xml',
        'views/pharma_call_todo_views.xml',
        'views/pharma_complaint_views.xml',
        'views/pharma_delivery_attempt_views.xml',
        'views/pharma_delivery_reason_views.xml',
        'views/pharma_followup_rule_views.xml',
        'views/pharma_reservation_views.xml',
        'views/stock_picking_views.xml',
    ],
    'auto_install': True,
}
