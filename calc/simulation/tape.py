"""A run of the model functions as a list of array operations, recorded once and replayed for every chunk.

Interpreting a quote month by month costs far more than the arithmetic on a few thousand scenarios. So the model
functions run once on `Traced` figures, which note every operation on a `Tape`; what is noted twice is computed
once. `Program` then replays the list in a few reused buffers that stay in the processor's cache. The operations
and their order are those of `calc.simulation.samples`, hence the results too, to the last bit.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from calc.simulation.samples import Floats, Samples, Values

Operation: TypeAlias = Callable[..., Any]


class Register:
    """A figure on a tape; `at` is its place."""

    __slots__ = ("at",)

    def __init__(self, at: int) -> None:
        self.at = at


class Tape:
    """Operations on registers and constants; the first registers are the inputs."""

    def __init__(self) -> None:
        self.inputs: list[Register] = []
        self.steps: list[tuple[Operation, tuple[Values, ...], Register]] = []
        self._known: dict[tuple[Any, ...], Register] = {}
        self._count = 0

    def input(self, places: int) -> Samples:
        """A figure whose values each replay is given, in the order in which inputs are asked for."""
        register = self._register()
        self.inputs.append(register)
        return Traced(self, register, places)

    def note(self, operation: Operation, operands: tuple[Values, ...]) -> Register:
        """The register of this operation; the same one when it was noted before."""
        key = (operation, *operands)
        register = self._known.get(key)
        if register is None:
            register = self._known[key] = self._register()
            self.steps.append((operation, operands, register))
        return register

    def _register(self) -> Register:
        self._count += 1
        return Register(self._count - 1)


class Traced(Samples):
    """A figure that is recorded instead of computed."""

    __slots__ = ("tape",)

    def __init__(self, tape: Tape, values: Register, places: int | None) -> None:
        self.values = values
        self.places = places
        self.tape = tape

    def apply(self, operation: Operation, *operands: Values) -> Values:
        return self.tape.note(operation, operands)

    def made(self, values: Values, places: int | None = None) -> Samples:
        return Traced(self.tape, values, places)


class Program:
    """A tape bound to buffers of `size` scenarios; `outputs` are the figures each replay gives.

    `inputs` are the arrays [size] that the caller fills before a replay. `pool` are buffers that programs may
    share which are not replayed at the same time: outputs must be read before another program runs.
    """

    def __init__(
        self, tape: Tape, outputs: Sequence[Samples], inputs: Sequence[Floats], pool: list[Any]
    ) -> None:
        wanted = {figure.values.at for figure in outputs}
        needed, ending = _uses(tape, wanted)
        bound: dict[int, Any] = {
            register.at: array for register, array in zip(tape.inputs, inputs, strict=True)
        }
        free, made = list(pool), list[Floats]()
        self._steps: list[tuple[Operation, tuple[Any, ...], Any]] = []
        for place, (operation, operands, register) in enumerate(tape.steps):
            if register.at not in needed:
                continue
            sources = tuple([bound[one.at] if type(one) is Register else one for one in operands])
            if operation is np.where:
                # Only `where` reads operands after it began to write; any other result may replace an operand.
                target = free.pop() if free else self._buffer(inputs, made)
                free += [bound[one] for one in ending.get(place, ())]
                operation = _where
            elif operation in _COMPARISONS:
                target = np.empty(len(inputs[0]), np.bool_)
                free += [bound[one] for one in ending.get(place, ())]
            else:
                free += [bound[one] for one in ending.get(place, ())]
                target = free.pop() if free else self._buffer(inputs, made)
            bound[register.at] = target
            self._steps.append((operation, sources, target))
        pool += made
        self.outputs: list[Floats] = [bound[figure.values.at] for figure in outputs]

    @staticmethod
    def _buffer(inputs: Sequence[Floats], made: list[Floats]) -> Floats:
        buffer: Floats = np.empty(len(inputs[0]))
        made.append(buffer)
        return buffer

    def replay(self) -> None:
        """Compute the outputs from what the inputs hold."""
        for operation, sources, target in self._steps:
            operation(*sources, out=target)


_COMPARISONS = (np.less, np.less_equal, np.greater, np.greater_equal)


def _where(holds: Any, yes: Any, no: Any, out: Floats) -> None:
    out[...] = no
    np.copyto(out, yes, where=holds)


def _uses(tape: Tape, wanted: set[int]) -> tuple[set[int], dict[int, list[int]]]:
    """Registers that the outputs need, and by step those that are used there for the last time."""
    needed = set(wanted)
    # Inputs and outputs keep their arrays, masks have arrays of their own.
    masks = {register.at for operation, _, register in tape.steps if operation in _COMPARISONS}
    used = wanted | masks | {register.at for register in tape.inputs}
    ending: dict[int, list[int]] = {}
    for place in range(len(tape.steps) - 1, -1, -1):
        _, operands, register = tape.steps[place]
        if register.at not in needed:
            continue
        for one in operands:
            if type(one) is Register:
                needed.add(one.at)
                if one.at not in used:
                    used.add(one.at)
                    ending.setdefault(place, []).append(one.at)
    return needed, ending
