from . import decline
