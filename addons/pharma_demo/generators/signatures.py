"""Signatures as a finger draws them on a telephone."""

import base64
from functools import cache
from io import BytesIO
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw

SIZE = (300, 100)
INK, PAPER = (20, 30, 90), (255, 255, 255)
# Points of the line, and how many full waves it makes at least and at most.
POINTS, WAVES = 90, (3, 6)


@cache
def draw_signature(name):
    """Draw the signature of a person, always the same.

    :param str name: of the person
    :return: PNG in base64, str
    """
    random = Random(name)  # noqa: S311 - makes data, guards nothing
    image = Image.new('RGB', SIZE, PAPER)
    waves, lean = random.uniform(*WAVES), random.uniform(0.2, 0.7)
    heights = [random.uniform(6, 26) for _wave in range(WAVES[1] + 1)]
    line = []
    for point in range(POINTS):
        share = point / POINTS
        angle = share * waves * 2 * pi
        height = heights[int(share * waves)]
        line.append((30 + 220 * share + height * lean * sin(angle * 2), 50 - height * sin(angle)))
    pen = ImageDraw.Draw(image)
    pen.line(line, fill=INK, width=3, joint='curve')
    pen.line([(40, 84), (230, 72 + random.randint(0, 10))], fill=INK, width=2)
    stream = BytesIO()
    image.save(stream, 'PNG', optimize=True)
    return base64.b64encode(stream.getvalue()).decode()
