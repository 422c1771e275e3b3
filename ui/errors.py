"""Refusals a person can read."""


class Refused(Exception):
    """An action is not allowed now. The one argument is the translatable sentence shown to the person."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
