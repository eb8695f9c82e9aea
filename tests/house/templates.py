"""The templates, read as trees: what each uses, calls, defines and leads to."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from jinja2 import meta, nodes

import routes
from routes.web.mail import Letter
from routes.web.page import TEMPLATES, View, environment

LAYOUTS = ("layouts/page.html", "layouts/region.html")  # which of the two is decided by page.py
FILES = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*") if file.is_file())


def subclasses(kind: type[Any]) -> list[type[Any]]:
    """Every class of this kind that the portal has and that names a template."""
    for module in pkgutil.walk_packages(routes.__path__, "routes."):
        importlib.import_module(module.name)
    found = [*kind.__subclasses__()]
    for each in found:
        found.extend(each.__subclasses__())
    return [each for each in found if hasattr(each, "template")]


VIEWS, LETTERS = subclasses(View), subclasses(Letter)


def declared(kind: type[Any]) -> set[str]:
    """The fields of a view or a letter."""
    return {each.name for each in fields(kind)}


def tree_of(name: str) -> nodes.Template:
    """A template, parsed."""
    return environment.parse((TEMPLATES / name).read_text("utf-8"))


def chain_of(name: str, imports: bool = True) -> list[str]:
    """A template and all that it extends, includes and imports."""
    found = [name]
    for each in found:
        tree = tree_of(each)
        further = list(meta.find_referenced_templates(tree))
        if not imports:
            imported = {_name_of(node) for node in tree.find_all((nodes.FromImport, nodes.Import))}
            further = [other for other in further if other not in imported]
        layouts = LAYOUTS if None in further else ()
        found.extend(other for other in (*further, *layouts) if other and other not in found)
    return found


def used_by(name: str) -> set[str]:
    """The variables that a template, and those that render with it, ask for."""
    return {variable for each in chain_of(name, imports=False) for variable in asked_for(tree_of(each))}


def asked_for(tree: nodes.Template) -> set[str]:
    """The variables that one template asks for; not what it imports, sets or defines itself."""
    own = {node.name for node in tree.find_all(nodes.Macro)}
    imported = {name for node in tree.find_all(nodes.FromImport) for name in _names(node)}
    return meta.find_undeclared_variables(tree) - own - imported


def macros() -> Iterator[tuple[str, str]]:
    """Every macro, with the template that defines it."""
    for name in FILES:
        for node in tree_of(name).find_all(nodes.Macro):
            yield name, node.name


def calls() -> set[tuple[str, str]]:
    """Every macro that is called, with the template that defines it."""
    found = set()
    for name in FILES:
        tree = tree_of(name)
        sources = {macro: _name_of(node) for node in tree.find_all(nodes.FromImport) for macro in _names(node)}
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name):
                found.add((sources.get(call.node.name, name), call.node.name))
    return found


def imports() -> Iterator[tuple[str, str, str]]:
    """Every name that a template imports, and from where."""
    for name in FILES:
        for node in tree_of(name).find_all(nodes.FromImport):
            yield from ((name, _name_of(node), each) for each in _names(node))


def _names(node: nodes.FromImport) -> list[str]:
    """What an import brings, under the names it has here (`field as entry`)."""
    return [each if isinstance(each, str) else each[1] for each in node.names]


def _name_of(node: Any) -> str:
    return str(node.template.value)


def texts_of(name: str) -> list[str]:
    """What a template says, as it is set in type when it is loaded: its text, and the literals in Jinja’s tags."""
    tree = tree_of(name)
    said = [node.data for node in tree.find_all(nodes.TemplateData)]
    return said + [node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str)]


def text_of(name: str) -> str:
    """A template as it is written."""
    return (TEMPLATES / name).read_text("utf-8")
