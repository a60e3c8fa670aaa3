"""Helpers for the migrations."""


def name_of(table):
    return f"ix_{table}"
