"""The product’s Python, read as trees: who does what."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("app.py", "data", "routes")


def files(*tops: str) -> list[str]:
    """The Python files below these places of the repository, as paths from its root."""
    found = (each for top in tops for each in ([ROOT / top] if top.endswith(".py") else (ROOT / top).rglob("*.py")))
    return sorted(str(each.relative_to(ROOT)) for each in found)


def tree_of(file: str) -> ast.Module:
    """One file, parsed."""
    return ast.parse((ROOT / file).read_text("utf-8"))


def texts(file: str) -> Iterator[str]:
    """The literal texts of a file, but for its docstrings."""
    tree = tree_of(file)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            if isinstance(node.value, bytes):
                yield node.value.decode("latin-1")
            elif isinstance(node.value, str):
                yield node.value


def names(file: str) -> set[str]:
    """Every name that a file reads or imports: `os.environ` and `getenv` alike."""
    tree = tree_of(file)
    read = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, (ast.Name, ast.Attribute)) and _read(node)}
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return read | {f"{node.module}.{each.name}" for node in imports for each in node.names}


def _read(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Load)


def calls(file: str) -> set[str]:
    """What a file calls: `select`, and `exec` of `db.exec`."""
    called = (node.func for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call))
    return {ast.unparse(each).rpartition(".")[2] for each in called}


def reads_of(file: str, mapping: str) -> int:
    """How often a file uses a mapping otherwise than to set one of its keys (`os.environ["X"] = …`)."""
    tree = tree_of(file)
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node) == mapping]
    stores = [node for node in ast.walk(tree) if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)]
    return len(uses) - sum(ast.unparse(node.value) == mapping for node in stores)
