"""The pages that people pay on."""

from html import escape


def page(title, lines, action, buttons):
    """A page with some lines and a button for each act."""
    words = "".join(f"<p>{escape(line)}</p>" for line in lines)
    acts = "".join(f'<button name="act" value="{escape(act)}">{escape(label)}</button> ' for act, label in buttons)
    return (
        f'<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f'<h1>{escape(title)}</h1>{words}<form method="post" action="{escape(action)}">{acts}</form></html>'
    )
