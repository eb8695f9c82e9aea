"""A command line that speaks French: argparse with its own sentences translated."""

import argparse
from typing import NoReturn

SENTENCES = {
    "usage: ": "usage : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "montre cette aide",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "arguments inconnus : %s",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n’existe pas (au choix : %(choices)s)",
    "invalid %(type)s value: %(value)r": "« %(value)s » n’est pas un nombre",
    "expected one argument": "il faut une valeur",
    "one of the arguments %s is required": "il faut l’un de : %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
}


def _translate(sentence: str) -> str:
    return SENTENCES.get(sentence, sentence)


argparse._ = _translate  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """A parser whose help and whose complaints are French; exit status 2 for bad usage."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where help is."""
        self.exit(2, f"{self.prog} : {message}\n{self.prog} --help montre l’aide.\n")


class Trouble(Exception):
    """What the operator gave cannot be used: a French sentence, exit status 1."""


def port_number(text: str) -> int:
    """A port that a server may listen on."""
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError("un port est un nombre de 1 à 65535")
    return port


def positive(text: str) -> int:
    """A count of at least one."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("il en faut au moins 1")
    return number
