{
    'name': 'Pharma Care',
    'summary': 'Who must be contacted today, about which medicine, and what was said',
    'version': '19.0.1.0.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_crm',
    ],
    'data': [
        'security/pharma_care_groups.xml',
    ],
    'application': True,
}
