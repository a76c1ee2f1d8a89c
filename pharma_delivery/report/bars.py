"""Bar codes as drawings: pictures are blurred by the printing engine until scanners give up."""

from reportlab.graphics.barcode.code128 import Code128

# Light margin before and behind the bars that scanners need, in modules.
QUIET = 10


def draw_code128(text):
    """Return a Code 128 bar code as an SVG drawing that fills whatever box it is put into.

    :param str text: ASCII letters and digits
    :return: SVG source
    """
    code = Code128(text)
    code.validate()
    code.encode()
    code.decompose()
    # capital letters are bars, small ones spaces; their place in the alphabet is the width
    place, bars = QUIET, []
    for letter in code.decomposed:
        width = ord(letter.upper()) - ord('A') + 1
        if letter.isupper():
            bars.append(f'M{place} 0h{width}v1h-{width}z')
        place += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {place + QUIET} 1" width="100%"'
        f' height="100%" preserveAspectRatio="none"><path d="{"".join(bars)}"/></svg>'
    )
