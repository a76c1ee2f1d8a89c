{
    'name': 'Pharma Suite Tests',
    'summary': 'Checks that look at all modules of the suite together',
    'version': '19.0.1.0.0',
    'category': 'Hidden/Tests',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_care',
        'pharma_callcenter',
        'pharma_delivery',
    ],
}
