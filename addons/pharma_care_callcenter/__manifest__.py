{
    'name': 'Pharma Care and Call Centre',
    'summary': 'A care becomes a ticket and counts in the appraisal',
    'version': '19.0.1.0.1',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_care',
        'pharma_callcenter',
    ],
    'data': [
        'data/pharma_appraisal_indicator_data.xml',
        'views/pharma_care_case_views.xml',
        'views/pharma_care_entry_views.xml',
    ],
    'auto_install': True,
}
