{
    'name': 'Pharma Call Centre',
    'summary': 'Calls, queues, complaints and follow-up',
    'version': '19.0.1.0.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_crm',
        'survey',
        'rating',
        'resource',
        'hr',
    ],
    'data': [
        'security/pharma_callcenter_groups.xml',
    ],
    'application': True,
}
