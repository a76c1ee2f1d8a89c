from . import pharma_asterisk_files
