{
    'name': 'Pharma Demo',
    'summary': 'A believable pharmacy chain to try the suite on: never for a production database',
    'version': '19.0.1.0.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_care',
        'pharma_callcenter',
        'pharma_delivery',
    ],
    'data': [
        'data/res_company_data.xml',
        'data/res_users_data.xml',
    ],
}
