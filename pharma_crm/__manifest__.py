{
    'name': 'Pharma CRM',
    'summary': 'Customers, medicines, therapeutic groups, branches and permission to contact',
    'version': '19.0.1.0.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'sale_management',
        'sale_stock',
        'product_expiry',
        'crm',
        'phone_validation',
        'contacts',
    ],
    'data': [
        'security/pharma_crm_groups.xml',
        'security/ir.model.access.csv',
        'data/pharma_sales_channel_data.xml',
        'views/pharma_sales_channel_views.xml',
        'views/pharma_crm_menus.xml',
    ],
    'application': True,
}
