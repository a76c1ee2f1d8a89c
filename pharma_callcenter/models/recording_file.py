"""Files of recordings, opened below their folder and nowhere else (000-07).

The path comes from a PBX, so every part of it is opened from the folder before it and no link is
followed: what the path says is what is read, also if somebody changes the folders meanwhile.
"""

import contextlib
import hashlib
import os
import stat

# What browsers play; nothing else is ever sent, whatever lies in the folder.
MIMETYPES = {
    '.wav': 'audio/wav',
    '.mp3': 'audio/mpeg',
    '.ogg': 'audio/ogg',
    '.opus': 'audio/ogg',
}
MAX_PATH = 255
CHUNK = 1024 * 1024


def check_path(path):
    """Return why a path cannot be of a recording, empty if it can.

    :param path: relative, with '/' in between
    :return: str
    """
    if not isinstance(path, str) or not 0 < len(path) <= MAX_PATH:
        return "path: missing or too long"
    if not path.isprintable() or '\\' in path:
        return "path: unfit characters"
    if path.startswith('/') or any(part in ('', '.', '..') for part in path.split('/')):
        return "path: not below the folder"
    if os.path.splitext(path)[1].lower() not in MIMETYPES:
        return "path: no wav, mp3, ogg or opus"
    return ""


def get_mimetype(path):
    """Return the media type by the end of the name."""
    return MIMETYPES[os.path.splitext(path)[1].lower()]


@contextlib.contextmanager
def open_folder(folder, path):
    """Open the folder that holds a file.

    :param str folder: of the PBX, as the administrator entered it
    :param str path: of the file, relative to it
    :return: file descriptor of the folder, and the name of the file
    :raise OSError: for what is not below the folder, links, and folders that are not there
    """
    if check_path(path):
        raise FileNotFoundError(path)
    *parts, name = path.split('/')
    place = os.open(os.path.realpath(folder), os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=place)
            os.close(place)
            place = inner
        yield place, name
    finally:
        os.close(place)


def open_file(folder, path):
    """Open a recording to be read.

    :return: binary file
    :raise OSError: if it is not there, no file, a link, or not below the folder
    """
    with open_folder(folder, path) as (place, name):
        # without waiting: a pipe of this name would never be opened
        number = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise FileNotFoundError(path)
    return os.fdopen(number, 'rb')


def delete_file(folder, path):
    """Delete a recording; one that is not there any more is as good.

    :raise OSError: if it cannot be deleted, or is no file below the folder
    """
    # a folder that is not there is another matter: perhaps a disk that is not mounted
    os.stat(os.path.realpath(folder))
    try:
        with open_folder(folder, path) as (place, name):
            if not stat.S_ISREG(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode):
                raise OSError("no file")
            os.unlink(name, dir_fd=place)
    except FileNotFoundError:
        return


def get_hash(file):
    """Return the SHA-256 of an open file, in hex; the file is at its begin afterwards."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
