"""The version, as the footer and the console say it."""

VERSION = "0.1.0"
